// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the stream code of the hypervisor on the host, under sanitizers: the
 * sound stream is accepted and read back, each rule of Documentation/stream.rst is
 * broken once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xen/lib.h>
#include <public/event_channel.h>
#include <public/hvm/save.h>
#include <xen-liveupdate/names.h>
#include "host.h"
#include "rules.h"
#include "sound.h"

static int passed, failed;

static void verdict(bool good, const char *what)
{
	printf("%s - %s\n", good ? "ok" : "not ok", what);
	if (good)
		passed++;
	else
		failed++;
}

/*
 * The stream in memory of its own, so that a byte read behind it is noticed.
 */
struct copy {
	uint8_t *buf;
	size_t size;
};

static struct copy make(const struct sound_change *change)
{
	static uint64_t space[SOUND_MAX / 8];
	struct copy c = { .size = sound_stream(space, sizeof(space), change) };

	c.buf = malloc(c.size);
	memcpy(c.buf, space, c.size);
	return c;
}

static void show(const struct lu_fault *f)
{
	printf("# reason %s record %#x offset %#llx\n", xlu_reason_name(f->reason), f->type,
	       (unsigned long long)f->offset);
}

/* --- what is right ------------------------------------------------------- */

static void test_crc(void)
{
	uint32_t (*const ways[])(uint32_t crc, const void *data, size_t len) = {
		lu_crc32c, lu_crc32c_by_table
	};
	uint8_t data[100];
	uint32_t sum;
	bool good;
	int i, n;

	for (n = 0; n < 2; n++) {
		/* RFC 3720, B.4 */
		good = ways[n](0, "123456789", 9) == 0xe3069283;
		memset(data, 0, sizeof(data));
		good &= ways[n](0, data, 32) == 0x8a9136aa;
		for (i = 0; i < 100; i++)
			data[i] = i;
		good &= ways[n](0, data, 32) == 0x46dd794e;
		for (i = 0; i < 100; i++) {
			sum = ways[n](0, data, i);
			good &= ways[n](sum, data + i, 100 - i) == lu_crc32c_by_table(0, data, 100);
		}
		verdict(good, n ? "CRC32C by tables" : "CRC32C");
	}
}

static void test_sound(void)
{
	struct lu_fault fault = { 0 };
	struct copy c = make(NULL);
	struct lu_machine m;
	int rc = sound_check(c.buf, c.size, &fault);

	if (rc)
		show(&fault);
	verdict(!rc, "the sound stream is accepted");
	rc = host_machine(&m, c.buf);
	if (!rc)
		rc = lu_content_check(c.buf, &m, &fault);
	host_machine_free(&m);
	if (rc)
		show(&fault);
	verdict(!rc, "also by the machine that the dump tool makes up");
	free(c.buf);
}

/* Every record type, written by sound.c, is found with what was put in. */
static void test_round_trip(void)
{
	static const struct {
		uint32_t type, domid, vcpu, length;
		size_t at;
		uint32_t value;
	} want[] = {
		{ XEN_LU_REC_HOST, 0, 0, sizeof(struct xen_lu_host), 8, 987654321 },
		{ XEN_LU_REC_GLOBAL_VIRQ, 0, 0, 16, 8, VIRQ_DOM_EXC },
		{ XEN_LU_REC_PCI_DEVICE, 0, 0, 32, 32 - 4, 0xff },
		{ XEN_LU_REC_PCI_VF, 0, 0, 112, 8, 0x4000 },
		{ XEN_LU_REC_MMCFG, 0, 0, 32, 16, 0xc0000000 },
		{ XEN_LU_REC_IOAPIC, 0, 0, 24, 16, 9999 },
		{ XEN_LU_REC_PM, 0, 0, 16, 4, 1 },
		{ XEN_LU_REC_DOMAIN, SOUND_GUEST, 0, sizeof(struct xen_lu_domain), 12, 2 },
		{ XEN_LU_REC_PAGES, 0, 0, 72, 24, 0x300 },
		{ XEN_LU_REC_PINS, 0, 0, 32, 16, 0x102 },
		{ XEN_LU_REC_XEN_PAGES, SOUND_GUEST, 0, 48, 16 + 8, 0x14 },
		{ XEN_LU_REC_CPUID, 0, 0, 120, 24, 4 },
		{ XEN_LU_REC_MSR_POLICY, 0, 0, 32, 16, 0x10a },
		{ XEN_LU_REC_RANGES, 0, 0, 72, 24 + 16, 0xffff },
		{ XEN_LU_REC_EVTCHN, 0, 0, 7 * 24, 6 * 24, 100000 },
		{ XEN_LU_REC_EVTCHN, SOUND_GUEST, 0, 24, 12, 3 },
		{ XEN_LU_REC_FIFO, 0, 0, 16, 8, 0x112 },
		{ XEN_LU_REC_GRANT, SOUND_GUEST, 0, 16, 0, 2 },
		{ XEN_LU_REC_GRANT_ACTIVE, 0, 0, 64, 32, 1023 },
		{ XEN_LU_REC_MAPTRACK, SOUND_GUEST, 0, 32, 16, 255 },
		{ XEN_LU_REC_PIRQ, 0, 0, 96, 32, 20 },
		{ XEN_LU_REC_PIT, 0, 0, sizeof(struct xen_lu_pit), 32, 0x4a9 },
		{ XEN_LU_REC_MEMMAP, 0, 0, 48, 24, 0x100000 },
		{ XEN_LU_REC_WATCHDOG, SOUND_GUEST, 0, 32, 16, 1 },
		{ XEN_LU_REC_CPUPOOL, 0, 0, 48, 16, 2 },
		{ XEN_LU_REC_CRASH_KERNEL, 0, 0, sizeof(struct xen_lu_crash_kernel), 16,
		  0x390000 },
		{ XEN_LU_REC_PARAMETERS, 0, 0, 256, 32, 0x6f666e69 },
		{ XEN_LU_REC_IN_CPUPOOL, SOUND_GUEST, 0, 8, 0, 2 },
		{ XEN_LU_REC_CPUS, 0, 0, 24, 16, XEN_LU_SMT_OFF },
		{ XEN_LU_REC_SCHED_PARAMS, 0, 0, 48, 24 + 12, 30 },
		{ XEN_LU_REC_NODE_AFFINITY, SOUND_GUEST, 0, 8, 0, 6 },
		{ XEN_LU_REC_CONSOLE, 0, 0, 32, 4, 0xfffffff0 },
		{ XEN_LU_REC_BAD_PAGES, 0, 0, 48, 24, 3 },
		{ XEN_LU_REC_VNUMA_NODE, SOUND_GUEST, 0, 8, 0, 1 },
		{ XEN_LU_REC_VNUMA_RANGE, SOUND_GUEST, 0, 48, 24, 0x40000 },
		{ XEN_LU_REC_VNUMA_DISTANCE, SOUND_GUEST, 0, 16, 8, 21 },
		{ XEN_LU_REC_VNUMA_VCPU, SOUND_GUEST, 0, 8, 0, 1 },
		{ XEN_LU_REC_VCPU, 0, 1, sizeof(struct xen_lu_vcpu), 8, XEN_LU_VCPU_DOWN },
		{ XEN_LU_REC_VCPU_CONTEXT, SOUND_GUEST, 1, sizeof(struct xen_lu_vcpu_context),
		  0, 1 },
		{ XEN_LU_REC_VCPU_XSAVE, SOUND_GUEST, 0, 24 + SOUND_XSAVE, 4, SOUND_XSAVE },
		{ XEN_LU_REC_VCPU_MSRS, 0, 0, 56, 24, 0xc0000103 },
		{ XEN_LU_REC_VCPU_FIFO, 0, 1, sizeof(struct xen_lu_vcpu_fifo), 16 + 4 * 7, 5 },
		{ XEN_LU_REC_VCPU_VMCE, 0, 1, sizeof(struct xen_lu_vcpu_vmce), 96 - 8, 4 },
		{ XEN_LU_REC_HVM, SOUND_PVH, 0, sizeof(struct xen_lu_hvm), 4, 0x300 },
		{ XEN_LU_REC_P2M, SOUND_PVH, 0, 120, 24 + 8, 0x16 },
		{ XEN_LU_REC_VCPU_HVM, SOUND_PVH, 0, sizeof(struct xen_lu_vcpu_hvm), 84, 0x46ff },
	};
	struct copy c = make(NULL);
	uint32_t value, length;
	const uint8_t *body;
	char text[80];
	bool good;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(want); i++) {
		body = sound_record(c.buf, want[i].type, want[i].domid, want[i].vcpu);
		good = false;
		if (body) {
			memcpy(&length, body - 4, 4);
			memcpy(&value, body + want[i].at, 4);
			good = length == want[i].length && value == want[i].value;
		}
		snprintf(text, sizeof(text), "record %#x of d%u is read back", want[i].type,
			 want[i].domid);
		verdict(good, text);
	}
	free(c.buf);
}

static void test_walk(void)
{
	const struct xen_lu_domain *dom;
	struct copy c = make(NULL);
	struct lu_reader r;
	int domains = 0, records = 0;

	lu_read_start(&r, c.buf);
	while (lu_read_next(&r))
		records++;
	for_each_lu_domain(c.buf, dom)
		domains++;
	verdict(records == 81 && domains == 3, "all records and domains are walked");
	dom = lu_first_domain(c.buf);
	verdict(!lu_find(dom, 0x7fffffff, NULL) && !lu_find(c.buf, XEN_LU_REC_PAGES, NULL) &&
		!lu_find_vcpu(dom, XEN_LU_REC_VCPU, 2, NULL) &&
		!lu_find_vcpu(dom, XEN_LU_REC_VCPU_XSAVE, 1, NULL),
		"what is not there is not found");
	free(c.buf);
}

/* The writer never writes behind its buffer, whatever its size. */
static void test_small_buffers(void)
{
	struct copy c = make(NULL);
	bool good = true;
	uint8_t *buf;
	size_t size;

	for (size = 0; size <= c.size; size += 8) {
		buf = malloc(size ? size : 1);
		good &= sound_stream(buf, size, NULL) == (size < c.size ? 0 : c.size);
		free(buf);
	}
	verdict(good, "every buffer that is too small is noticed at the end");
	free(c.buf);
}

static void test_empty_records(void)
{
	static uint64_t buf[64];
	struct lu_writer w;
	size_t before;
	bool good;

	lu_write_start(&w, buf, sizeof(buf));
	before = w.pos;
	lu_rec_open(&w, XEN_LU_REC_PINS);
	lu_rec_close_if_used(&w);
	good = w.pos == before;
	lu_rec_open(&w, XEN_LU_REC_PINS);
	lu_rec_put(&w, "x", 1);
	lu_rec_close_if_used(&w);
	good &= w.pos == before + 16;
	verdict(good, "an empty record can be dropped, another one is padded");
}

/* --- form ---------------------------------------------------------------- */

static bool refused(const struct copy *c, int reason, uint32_t type)
{
	struct lu_fault fault = { 0 };
	int rc = sound_check(c->buf, c->size, &fault);

	if (rc && fault.reason == (enum xlu_reason)reason && fault.type == type)
		return true;
	printf("# expected reason %s record %#x, rc %d\n", xlu_reason_name(reason), type, rc);
	show(&fault);
	return false;
}

static void test_header(void)
{
	static const struct {
		const char *name;
		size_t at;
		int64_t value;
		int reason;
	} wrong[] = {
		{ "magic", 0, 1, XLU_REASON_BAD_MAGIC },
		{ "version", 8, 1, XLU_REASON_BAD_VERSION },
		{ "a domain more", 12, 1, XLU_REASON_MISSING_RECORD },
		{ "a domain less", 12, -1, XLU_REASON_MISSING_RECORD },
		{ "a byte more", 16, 1, XLU_REASON_BAD_SIZE },
		{ "no size", 16, -100000, XLU_REASON_BAD_SIZE },
		{ "checksum", 24, 1, XLU_REASON_BAD_CRC },
		{ "a byte less", 16, -1, XLU_REASON_BAD_CRC },
		{ "reserved", 28, 1, XLU_REASON_RESERVED_SET },
	};
	struct lu_fault fault;
	struct copy c;
	char text[80];
	uint32_t v;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		c = make(NULL);
		memcpy(&v, c.buf + wrong[i].at, 4);
		v = wrong[i].value == -100000 ? 31 : v + wrong[i].value;
		memcpy(c.buf + wrong[i].at, &v, 4);
		snprintf(text, sizeof(text), "header: %s", wrong[i].name);
		verdict(refused(&c, wrong[i].reason, wrong[i].reason ==
				XLU_REASON_MISSING_RECORD ? XEN_LU_REC_DOMAIN : 0), text);
		free(c.buf);
	}
	c = make(NULL);
	verdict(lu_stream_check(c.buf, 31, &fault) && fault.reason == XLU_REASON_BAD_MAGIC,
		"header: shorter than one");
	free(c.buf);
}

static void test_shapes(const struct shape *shape, size_t nr)
{
	struct copy c;
	size_t i;

	for (i = 0; i < nr; i++) {
		c = make(&shape[i].change);
		verdict(refused(&c, shape[i].reason, shape[i].type), shape[i].name);
		free(c.buf);
	}
}

/* Records that a reader may do without, and those it does not know. */
static void test_optional(void)
{
	static const struct sound_change good[] = {
		{ XEN_LU_REC_GLOBAL_VIRQ, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_PCI_VF, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_MMCFG, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_IOAPIC, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_PM, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_VCPU_VMCE, SOUND_GUEST, 1, 0, 0, 0, 0 },
		{ XEN_LU_REC_PINS, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_MSR_POLICY, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_RANGES, SOUND_GUEST, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_MAPTRACK, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_PIT, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_MEMMAP, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_WATCHDOG, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_IN_CPUPOOL, SOUND_GUEST, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_SCHED_PARAMS, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_NODE_AFFINITY, SOUND_GUEST, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_VNUMA_RANGE, SOUND_GUEST, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_VCPU_FIFO, 0, 1, 0, 0, 0, 0 },
		{ XEN_LU_REC_PAGES, 0, 0, 1, 0, 0x80000011, 12 },
		{ XEN_LU_REC_VCPU, SOUND_GUEST, 1, 1, 0, 0xffffffff, 12 },
		{ XEN_LU_REC_GLOBAL_VIRQ, 0, 0, 1, 0, 0x80000000, 12 },
	};
	struct lu_fault fault;
	char text[80];
	struct copy c;
	size_t i;
	int rc;

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		c = make(&good[i]);
		rc = sound_check(c.buf, c.size, &fault);
		if (rc)
			show(&fault);
		if (good[i].before)
			snprintf(text, sizeof(text), "optional record %#x is skipped",
				 good[i].before);
		else
			snprintf(text, sizeof(text), "record %#x may be missing", good[i].type);
		verdict(!rc, text);
		free(c.buf);
	}
}

/* Set 4 bytes at @at, make header and checksum agree with @size. */
static bool spoiled(size_t at, uint32_t value, size_t size, int reason, uint32_t type)
{
	struct copy c = make(NULL);
	uint8_t *buf = calloc(1, size);
	struct copy other = { .buf = buf, .size = size };
	bool good;

	memcpy(buf, c.buf, size < c.size ? size : c.size);
	if (at)
		memcpy(buf + at, &value, 4);
	((struct xen_lu_stream_header *)buf)->size = size;
	sound_seal(buf);
	good = refused(&other, reason, type);
	free(buf);
	free(c.buf);
	return good;
}

static size_t offset_of(uint32_t type, uint32_t domid)
{
	struct copy c = make(NULL);
	size_t at = (uint8_t *)sound_record(c.buf, type, domid, 0) - c.buf;

	free(c.buf);
	return at;
}

static void test_bytes(void)
{
	static const uint32_t lengths[] = { 0x7fffffff, 0xfffffff8, 0xfffffff9, 0xffffffff };
	size_t pins = offset_of(XEN_LU_REC_PINS, 0), fifo, size;
	struct copy c = make(NULL);
	char text[80];
	size_t i;
	bool good;

	size = c.size;
	free(c.buf);
	verdict(spoiled(0, 0, size + 8, XLU_REASON_BAD_RECORD, XEN_LU_REC_END),
		"bytes behind END");
	verdict(spoiled(size - 4, 8, size + 8, XLU_REASON_BAD_RECORD, XEN_LU_REC_END),
		"END with a body");
	verdict(spoiled(0, 0, size - 8, XLU_REASON_MISSING_RECORD, XEN_LU_REC_END), "no END");
	verdict(spoiled(pins - 8, XEN_LU_REC_END, size, XLU_REASON_MISSING_RECORD,
			XEN_LU_REC_VCPU), "END before the last record");
	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		snprintf(text, sizeof(text), "a length of %#x", lengths[i]);
		verdict(spoiled(pins - 4, lengths[i], size, XLU_REASON_BAD_RECORD,
				XEN_LU_REC_PINS), text);
	}
	/* A record whose body ends where padding begins. */
	fifo = offset_of(XEN_LU_REC_PCI_DEVICE, 0);
	verdict(spoiled(fifo - 4, 28, size, XLU_REASON_BAD_RECORD, XEN_LU_REC_PCI_DEVICE),
		"padding that is not zero");
	for (good = true, i = 32; i < size; i++) {
		struct copy part = { .size = i };
		struct lu_fault fault;

		c = make(NULL);
		part.buf = malloc(i);
		memcpy(part.buf, c.buf, i);
		((struct xen_lu_stream_header *)part.buf)->size = i;
		sound_seal(part.buf);
		good &= sound_check(part.buf, i, &fault) != 0;
		free(part.buf);
		free(c.buf);
	}
	verdict(good, "a stream cut off anywhere");
}

/* --- content ------------------------------------------------------------- */

/* The form blames a whole record, that is its header. */
static bool blamed(const struct wrong *t, const struct lu_fault *fault, size_t body)
{
	if (fault->reason != (enum xlu_reason)t->reason || fault->type != t->blame_type)
		return false;
	if (t->type != t->blame_type)
		return true;
	return fault->offset == body + t->blame ||
	       (t->blame == 0 && fault->offset == body - sizeof(struct xen_lu_record));
}

static void test_values(const struct wrong *table, size_t nr)
{
	struct lu_fault fault;
	uint8_t *body;
	struct copy c;
	bool good;
	size_t i;

	for (i = 0; i < nr; i++) {
		const struct wrong *t = &table[i];

		memset(&fault, 0, sizeof(fault));
		c = make(NULL);
		body = sound_record(c.buf, t->type, t->domid, t->vcpu);
		memcpy(body + t->at, &t->value, t->size);
		sound_seal(c.buf);
		good = sound_check(c.buf, c.size, &fault) && blamed(t, &fault, body - c.buf);
		if (!good)
			show(&fault);
		verdict(good, t->name);
		free(c.buf);
	}
}

/* Values that look odd and that a guest may bring about. */
static void test_guests_choice(void)
{
	struct lu_fault fault;
	struct copy c;
	size_t i;
	int rc;

	for (i = 0; i < ARRAY_SIZE(odd); i++) {
		c = make(NULL);
		memcpy((uint8_t *)sound_record(c.buf, odd[i].type, 0, 0) + odd[i].at,
		       &odd[i].value, 8);
		sound_seal(c.buf);
		rc = sound_check(c.buf, c.size, &fault);
		if (rc)
			show(&fault);
		verdict(!rc, odd[i].name);
		free(c.buf);
	}
}

/* What the table above cannot say. */
static void test_tails(void)
{
	struct xen_lu_vcpu_xsave *x;
	struct xen_lu_vcpu_msrs *m;
	struct xen_lu_msr *msr;
	uint64_t *hdr;
	struct copy c;

	c = make(NULL);
	x = sound_record(c.buf, XEN_LU_REC_VCPU_XSAVE, SOUND_GUEST, 1);
	hdr = (uint64_t *)((uint8_t *)(x + 1) + 512);
	hdr[0] = 8;
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU_XSAVE),
		"XSTATE_BV that XCR0 never had");
	hdr[0] = 7;
	hdr[1] = 1ULL << 63;
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_RESERVED_SET, XEN_LU_REC_VCPU_XSAVE),
		"the compact format of XSAVE");
	free(c.buf);

	c = make(NULL);
	m = sound_record(c.buf, XEN_LU_REC_VCPU_MSRS, 0, 0);
	msr = (struct xen_lu_msr *)(m + 1);
	msr[2].value = 1;
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU_MSRS), "an unknown MSR");
	msr[2].value = 0;
	msr[0].value = 1ULL << 32;
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU_MSRS),
		"more bits than an MSR has");
	msr[0].value = 0;
	msr[1].reserved = 1;
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_RESERVED_SET, XEN_LU_REC_VCPU_MSRS),
		"MSR: reserved field");
	free(c.buf);
}

/* The body of an entry of the PVH guest's context */
static void *context_entry(const struct copy *c, uint16_t code, uint16_t vcpu)
{
	uint8_t *ctx = sound_record(c->buf, XEN_LU_REC_HVM_CONTEXT, SOUND_PVH, 0);
	struct hvm_save_descriptor *desc = (void *)ctx;

	while (desc->typecode != code || desc->instance != vcpu) {
		ctx += sizeof(*desc) + desc->length;
		desc = (void *)ctx;
	}
	return desc + 1;
}

static void wrong_context(uint16_t code, size_t at, uint64_t value, size_t size,
			  const char *what)
{
	struct copy c = make(NULL);

	memcpy((uint8_t *)context_entry(&c, code, 0) + at, &value, size);
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_BAD_RECORD, XEN_LU_REC_HVM_CONTEXT), what);
	free(c.buf);
}

/* Where the descriptor is, seen from the body */
#define DESC(field)	(offsetof(struct hvm_save_descriptor, field) - \
			 sizeof(struct hvm_save_descriptor))

static void test_context_form(void)
{
	wrong_context(HVM_SAVE_CODE(HEADER), 0, 0, 4, "context: magic");
	wrong_context(HVM_SAVE_CODE(HEADER), 4, 9, 4, "context: version");
	wrong_context(HVM_SAVE_CODE(HEADER), DESC(length), 8, 4, "context: a short header");
	wrong_context(HVM_SAVE_CODE(CPU), DESC(typecode), 99, 2, "context: an unknown kind");
	wrong_context(HVM_SAVE_CODE(CPU), DESC(typecode), 3, 2, "context: a PIC");
	wrong_context(HVM_SAVE_CODE(CPU), DESC(instance), 2, 2, "context: a vCPU too many");
	wrong_context(HVM_SAVE_CODE(CPU), DESC(length), 8, 4, "context: a short entry");
	wrong_context(HVM_SAVE_CODE(CPU), DESC(length), ~0U, 4, "context: an endless entry");
	wrong_context(HVM_SAVE_CODE(LAPIC), DESC(instance), 1, 2, "context: an entry twice");
	wrong_context(HVM_SAVE_CODE(MTRR), DESC(typecode), 0, 2, "context: an early end");
	wrong_context(HVM_SAVE_CODE(END), DESC(typecode), 20, 2, "context: no end");
	wrong_context(CPU_XSAVE_CODE, DESC(length), 24, 4, "context: no XSAVE area");
	wrong_context(CPU_MSR_CODE, DESC(length), 0, 4, "context: no MSRs");
}

#define WRONG(name, field, value) \
	wrong_context(HVM_SAVE_CODE(name), offsetof(HVM_SAVE_TYPE(name), field), value, \
		      sizeof(((HVM_SAVE_TYPE(name) *)0)->field), \
		      "context: " #name "." #field " = " #value)

static void test_context_values(void)
{
	WRONG(CPU, cr0, 0x80000010);
	WRONG(CPU, cr0, 0x80050023);
	WRONG(CPU, cr0, 0x100000011);
	WRONG(CPU, cr3, 1ULL << 52);
	WRONG(CPU, cr4, 1ULL << 32);
	WRONG(CPU, msr_efer, 0x401);
	WRONG(CPU, msr_efer, 2);
	WRONG(CPU, msr_tsc_aux, 1ULL << 32);
	WRONG(CPU, pending_event, 0x80000100);
	WRONG(CPU, pending_event, 0x80000500);
	WRONG(CPU, pending_event, 0x80001000);
	WRONG(CPU, flags, 2);
	WRONG(CPU, pad0, 1);
	WRONG(LAPIC, apic_base_msr, 0xfee00400);
	WRONG(LAPIC, timer_divisor, 0);
	WRONG(LAPIC, timer_divisor, 256);
	WRONG(PCI_IRQ, pad[1], 1);
	WRONG(PCI_LINK, route[3], 16);
	WRONG(MTRR, msr_mtrr_cap, 9);
	wrong_context(CPU_XSAVE_CODE, 8, 3 | 1ULL << 9, 8, "context: XCR0");
	wrong_context(CPU_XSAVE_CODE, 16, 0xe7, 8, "context: XCR0 with a larger area");
	wrong_context(CPU_XSAVE_CODE, 24 + 512, 8, 8, "context: XSTATE_BV");
	wrong_context(CPU_XSAVE_CODE, 24 + 520, 1ULL << 63, 8, "context: compact XSAVE");
	wrong_context(CPU_XSAVE_CODE, 24 + 568, 1, 8, "context: reserved in XSAVE");
	wrong_context(CPU_MSR_CODE, 0, 3, 4, "context: more MSRs than there are");
	wrong_context(CPU_MSR_CODE, 12, 1, 4, "context: reserved in an MSR");
}

/* An entry that is not there, under the name of another one that nobody misses. */
static void test_context_missing(void)
{
	struct hvm_save_descriptor *desc;
	struct xen_lu_vcpu *vcpu;
	struct copy c = make(NULL);

	desc = (struct hvm_save_descriptor *)context_entry(&c, HVM_SAVE_CODE(END), 0) - 1;
	((struct xen_lu_record *)sound_record(c.buf, XEN_LU_REC_HVM_CONTEXT, SOUND_PVH, 0) -
	 1)->length -= sizeof(*desc);
	sound_seal(c.buf);
	verdict(sound_check(c.buf, c.size, &(struct lu_fault){ 0 }) != 0, "context: cut off");
	free(c.buf);

	c = make(NULL);
	vcpu = sound_record(c.buf, XEN_LU_REC_VCPU, SOUND_PVH, 1);
	vcpu->flags = XEN_LU_VCPU_INITIALISED;
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU),
		"context: an initialised vCPU has no registers");
	free(c.buf);
}

/* A guest in user mode needs a page table for it, and there is one hardware domain. */
static void test_roots_and_domains(void)
{
	struct xen_lu_grant_active *active;
	struct xen_lu_vcpu_context *ctxt;
	struct xen_lu_global_virq *virq;
	struct xen_lu_maptrack *track;
	struct xen_lu_evtchn *evtchn;
	struct xen_lu_domain *dom;
	struct copy c;

	c = make(NULL);
	ctxt = sound_record(c.buf, XEN_LU_REC_VCPU_CONTEXT, SOUND_GUEST, 0);
	ctxt->context.ctrlreg[1] = 0;
	ctxt->context.flags = 0;
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU_CONTEXT),
		"user mode without a page table");
	free(c.buf);

	c = make(NULL);
	dom = sound_record(c.buf, XEN_LU_REC_DOMAIN, SOUND_GUEST, 0);
	dom->domid = 0;
	dom->flags |= XEN_LU_DOMAIN_HWDOM;
	sound_seal(c.buf);
	verdict(sound_check(c.buf, c.size, &(struct lu_fault){ 0 }) != 0,
		"two domains of one name");
	free(c.buf);

	c = make(NULL);
	virq = sound_record(c.buf, XEN_LU_REC_GLOBAL_VIRQ, 0, 0);
	virq[1].domid = 0;
	dom = sound_record(c.buf, XEN_LU_REC_DOMAIN, SOUND_GUEST, 0);
	dom->domid = DOMID_FIRST_RESERVED;
	evtchn = sound_record(c.buf, XEN_LU_REC_EVTCHN, 0, 0);
	evtchn[2].state = EVTCHNSTAT_ipi;
	active = sound_record(c.buf, XEN_LU_REC_GRANT_ACTIVE, 0, 0);
	active[0].domid = 0;
	active[1].domid = 0;
	active[1].trans_domid = DOMID_FIRST_RESERVED;
	track = sound_record(c.buf, XEN_LU_REC_MAPTRACK, 0, 0);
	track->domid = 0;
	track->ref = 8;
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_BAD_RECORD, XEN_LU_REC_DOMAIN), "a reserved domain");
	free(c.buf);

	c = make(NULL);
	dom = sound_record(c.buf, XEN_LU_REC_DOMAIN, 0, 0);
	dom->domid = 7;
	dom->flags &= ~XEN_LU_DOMAIN_HWDOM;
	sound_seal(c.buf);
	verdict(sound_check(c.buf, c.size, &(struct lu_fault){ 0 }) != 0, "no hardware domain");
	free(c.buf);
}

/* Interrupts belong to the hardware domain: ask for the check with a guest's. */
static void test_machine(void)
{
	struct lu_machine m = *sound_machine();
	struct lu_fault fault;
	struct copy c = make(NULL);

	m.xfeatures = 0;
	verdict(lu_content_check(c.buf, &m, &fault) && fault.type == XEN_LU_REC_VCPU,
		"an XSAVE area for a machine without XSAVE");
	m = *sound_machine();
	m.max_grant_version = 1;
	verdict(lu_content_check(c.buf, &m, &fault) && fault.type == XEN_LU_REC_DOMAIN,
		"grants of version 2 for a Xen without");
	m = *sound_machine();
	m.nr_frames = 0x400;
	verdict(lu_content_check(c.buf, &m, &fault) && fault.type == XEN_LU_REC_PAGES,
		"more memory than there is");
	free(c.buf);
}

static void test_frames(void)
{
	uint64_t map[4] = { 0 };
	bool good;

	good = lu_frames_take(map, 60, 140) && map[0] == 0xfULL << 60 && map[1] == ~0ULL &&
	       map[2] == ~0ULL && map[3] == 0xff;
	good &= !lu_frames_take(map, 199, 1) && lu_frames_take(map, 200, 56);
	lu_frames_free(map, 63, 2);
	good &= map[0] == 0x7ULL << 60 && map[1] == ~1ULL;
	good &= !lu_frames_take(map, 64, 2) && lu_frames_take(map, 63, 1);
	verdict(good, "maps of frames");
}

/* The other sound stream: types and counts of pages are not derived again. */
static void test_in_place(void)
{
	struct lu_fault fault = { 0 };
	struct lu_machine *m;
	const uint8_t *body;
	uint64_t head;
	struct copy c;

	sound_in_place = true;
	test_sound();
	c = make(NULL);
	body = sound_record(c.buf, XEN_LU_REC_FREE_LISTS, 0, 0);
	memcpy(&head, body + 48, 8);
	verdict(head == 0x710, "FREE_LISTS is read back");
	body = sound_record(c.buf, XEN_LU_REC_IN_PLACE, SOUND_GUEST, 0);
	memcpy(&head, body + 8, 8);
	verdict(head == 0x401, "IN_PLACE is read back");
	m = sound_machine();
	m->owns = NULL;
	verdict(lu_content_check(c.buf, m, &fault) && fault.type == XEN_LU_REC_FRAMES,
		"nobody says whose a frame is");
	free(c.buf);
	test_shapes(shapes_in_place, ARRAY_SIZE(shapes_in_place));
	test_values(wrong_in_place, ARRAY_SIZE(wrong_in_place));
	sound_in_place = false;
}

/*
 * For the tests of the dump tool: the sound stream (--write FILE), that with page
 * state in place (--write-in-place FILE) or one with a wrong value (--spoil FILE).
 */
static int write_stream(const char *path, bool spoil)
{
	struct copy c = make(NULL);
	struct xen_lu_pirq *pirq = sound_record(c.buf, XEN_LU_REC_PIRQ, 0, 0);
	FILE *f = fopen(path, "wb");
	int rc;

	if (spoil)
		pirq[1].entry_nr = 2048;
	sound_seal(c.buf);
	rc = !f || fwrite(c.buf, 1, c.size, f) != c.size;
	if (f && fclose(f))
		rc = 1;
	if (rc)
		perror(path);
	free(c.buf);
	return rc;
}

int main(int argc, char **argv)
{
	sound_in_place = argc == 3 && !strcmp(argv[1], "--write-in-place");
	if (argc == 3)
		return write_stream(argv[2], !strcmp(argv[1], "--spoil"));
	test_crc();
	test_frames();
	test_sound();
	test_round_trip();
	test_walk();
	test_small_buffers();
	test_empty_records();
	test_header();
	test_shapes(shapes, ARRAY_SIZE(shapes));
	test_shapes(strays, ARRAY_SIZE(strays));
	test_optional();
	test_bytes();
	test_values(wrong, ARRAY_SIZE(wrong));
	test_guests_choice();
	test_tails();
	test_context_form();
	test_context_values();
	test_context_missing();
	test_roots_and_domains();
	test_machine();
	test_in_place();
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
