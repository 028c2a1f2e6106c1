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
#include <xen-liveupdate/names.h>
#include "host.h"
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
	uint8_t data[32];
	uint32_t sum;
	bool good;
	int i;

	/* RFC 3720, B.4 */
	good = lu_crc32c(0, "123456789", 9) == 0xe3069283;
	memset(data, 0, sizeof(data));
	good &= lu_crc32c(0, data, 32) == 0x8a9136aa;
	for (i = 0; i < 32; i++)
		data[i] = i;
	good &= lu_crc32c(0, data, 32) == 0x46dd794e;
	sum = lu_crc32c(0, data, 5);
	good &= lu_crc32c(sum, data + 5, 27) == 0x46dd794e;
	verdict(good, "CRC32C");
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
		{ XEN_LU_REC_DOMAIN, SOUND_GUEST, 0, sizeof(struct xen_lu_domain), 12, 2 },
		{ XEN_LU_REC_PAGES, 0, 0, 72, 24, 0x300 },
		{ XEN_LU_REC_PINS, 0, 0, 32, 16, 0x102 },
		{ XEN_LU_REC_XEN_PAGES, SOUND_GUEST, 0, 48, 16 + 8, 0x14 },
		{ XEN_LU_REC_CPUID, 0, 0, 120, 24, 4 },
		{ XEN_LU_REC_MSR_POLICY, 0, 0, 32, 16, 0x10a },
		{ XEN_LU_REC_RANGES, 0, 0, 48, 24 + 16, 0xffff },
		{ XEN_LU_REC_EVTCHN, 0, 0, 7 * 24, 6 * 24, 100000 },
		{ XEN_LU_REC_EVTCHN, SOUND_GUEST, 0, 24, 12, 3 },
		{ XEN_LU_REC_FIFO, 0, 0, 16, 8, 0x112 },
		{ XEN_LU_REC_GRANT, SOUND_GUEST, 0, 16, 0, 2 },
		{ XEN_LU_REC_GRANT_ACTIVE, 0, 0, 64, 32, 1023 },
		{ XEN_LU_REC_MAPTRACK, SOUND_GUEST, 0, 32, 16, 255 },
		{ XEN_LU_REC_PIRQ, 0, 0, 96, 32, 20 },
		{ XEN_LU_REC_PIT, 0, 0, sizeof(struct xen_lu_pit), 32, 0x4a9 },
		{ XEN_LU_REC_VCPU, 0, 1, sizeof(struct xen_lu_vcpu), 8, XEN_LU_VCPU_DOWN },
		{ XEN_LU_REC_VCPU_CONTEXT, SOUND_GUEST, 1, sizeof(struct xen_lu_vcpu_context),
		  0, 1 },
		{ XEN_LU_REC_VCPU_XSAVE, SOUND_GUEST, 0, 24 + SOUND_XSAVE, 4, SOUND_XSAVE },
		{ XEN_LU_REC_VCPU_MSRS, 0, 0, 56, 24, 0xc0000103 },
		{ XEN_LU_REC_VCPU_FIFO, 0, 1, sizeof(struct xen_lu_vcpu_fifo), 16 + 4 * 7, 5 },
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
	verdict(records == 42 && domains == 2, "all records and domains are walked");
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

/* A record left out, twice, too short, too long, or an unknown one before it. */
static const struct shape {
	const char *name;
	struct sound_change change;
	int reason;
	uint32_t type;
} shapes[] = {
#define GONE(rec, domid, vcpu) \
	{ #rec " is missing", { XEN_LU_REC_##rec, domid, vcpu, 0, 0, 0 }, \
	  XLU_REASON_MISSING_RECORD, XEN_LU_REC_##rec }
#define TWICE(rec, domid, vcpu) \
	{ #rec " is there twice", { XEN_LU_REC_##rec, domid, vcpu, 2, 0, 0 }, \
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_##rec }
#define LONG(rec, domid) \
	{ #rec " is too long", { XEN_LU_REC_##rec, domid, 0, 1, 1, 0 }, \
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_##rec }
#define SHORT(rec, domid) \
	{ #rec " is too short", { XEN_LU_REC_##rec, domid, 0, 1, -1, 0 }, \
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_##rec }
#define ALL(rec, domid)	TWICE(rec, domid, 0), LONG(rec, domid), SHORT(rec, domid)
	ALL(HOST, 0), ALL(GLOBAL_VIRQ, 0), ALL(PCI_DEVICE, 0),
	LONG(DOMAIN, 0), SHORT(DOMAIN, 0),
	ALL(PAGES, 0), ALL(PINS, 0), ALL(XEN_PAGES, 0), ALL(CPUID, 0), ALL(MSR_POLICY, 0),
	ALL(RANGES, 0), ALL(EVTCHN, 0), ALL(FIFO, 0), ALL(GRANT, 0), ALL(GRANT_ACTIVE, 0),
	ALL(MAPTRACK, 0), ALL(PIRQ, 0), ALL(PIT, 0),
	ALL(VCPU, 0), ALL(VCPU_CONTEXT, 0), ALL(VCPU_XSAVE, 0), ALL(VCPU_MSRS, 0),
	ALL(VCPU_FIFO, 0), TWICE(VCPU_FIFO, 0, 1), TWICE(VCPU, SOUND_GUEST, 1),
	GONE(HOST, 0, 0), GONE(PAGES, 0, 0), GONE(PAGES, SOUND_GUEST, 0), GONE(XEN_PAGES, 0, 0),
	GONE(CPUID, 0, 0), GONE(GRANT, SOUND_GUEST, 0),
	{ "the last VCPU is missing", { XEN_LU_REC_VCPU, SOUND_GUEST, 1, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU_CONTEXT },
	{ "the first DOMAIN is missing", { XEN_LU_REC_DOMAIN, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_PAGES },
	{ "the second DOMAIN is missing", { XEN_LU_REC_DOMAIN, SOUND_GUEST, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_PAGES },
	{ "a DOMAIN has nothing behind it", { XEN_LU_REC_DOMAIN, 0, 0, 2, 0, 0 },
	  XLU_REASON_MISSING_RECORD, XEN_LU_REC_VCPU },
	{ "the first VCPU is missing", { XEN_LU_REC_VCPU, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU_CONTEXT },
	{ "an initialised vCPU has no registers", { XEN_LU_REC_VCPU_CONTEXT, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU },
	{ "an initialised vCPU has no XSAVE area", { XEN_LU_REC_VCPU_XSAVE, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU },
	{ "an initialised vCPU has no MSRs", { XEN_LU_REC_VCPU_MSRS, SOUND_GUEST, 1, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU },
	{ "a PIRQ port without PIRQ", { XEN_LU_REC_PIRQ, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_EVTCHN },
	{ "MSI of an unknown device", { XEN_LU_REC_PCI_DEVICE, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_PIRQ },
	{ "a control block without FIFO", { XEN_LU_REC_FIFO, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU_FIFO },
	{ "a mapping without its grant", { XEN_LU_REC_GRANT_ACTIVE, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_MAPTRACK },
	{ "an interdomain port without peer", { XEN_LU_REC_EVTCHN, SOUND_GUEST, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_EVTCHN },
	{ "an unknown host record", { XEN_LU_REC_GLOBAL_VIRQ, 0, 0, 1, 0, 0x03 },
	  XLU_REASON_UNKNOWN_RECORD, 0x03 },
	{ "an unknown domain record", { XEN_LU_REC_PAGES, 0, 0, 1, 0, 0x7f },
	  XLU_REASON_UNKNOWN_RECORD, 0x7f },
	{ "an optional record before HOST", { XEN_LU_REC_HOST, 0, 0, 1, 0, 0x80000001 },
	  XLU_REASON_MISSING_RECORD, XEN_LU_REC_HOST },
	{ "a host record among a domain's", { XEN_LU_REC_PAGES, 0, 0, 1, 0, XEN_LU_REC_PCI_DEVICE },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_PCI_DEVICE },
	{ "a vCPU's record before VCPU", { XEN_LU_REC_PAGES, 0, 0, 1, 4, XEN_LU_REC_VCPU_FIFO },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU_FIFO },
};

static void test_shapes(void)
{
	struct copy c;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(shapes); i++) {
		c = make(&shapes[i].change);
		verdict(refused(&c, shapes[i].reason, shapes[i].type), shapes[i].name);
		free(c.buf);
	}
}

/* Records that a reader may do without, and those it does not know. */
static void test_optional(void)
{
	static const struct sound_change good[] = {
		{ XEN_LU_REC_GLOBAL_VIRQ, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_PINS, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_MSR_POLICY, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_RANGES, SOUND_GUEST, 0, 0, 0, 0 },
		{ XEN_LU_REC_MAPTRACK, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_PIT, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_VCPU_FIFO, 0, 1, 0, 0, 0 },
		{ XEN_LU_REC_PAGES, 0, 0, 1, 0, 0x80000011 },
		{ XEN_LU_REC_VCPU, SOUND_GUEST, 1, 1, 0, 0xffffffff },
		{ XEN_LU_REC_GLOBAL_VIRQ, 0, 0, 1, 0, 0x80000000 },
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

/*
 * One wrong value in an otherwise sound stream. The fault has to point at it,
 * or, with @elsewhere, at the field with that offset in the same record.
 */
static const struct wrong {
	const char *name;
	uint32_t type;
	uint32_t domid;
	uint32_t vcpu;
	size_t at;
	uint32_t size;
	uint64_t value;
	int reason;
	size_t blame;
	uint32_t blame_type;
} wrong[] = {
#define FULL(rec, domid, vcpu, str, i, field, value, reason, blame, btype) \
	{ #rec "[" #i "]." #field " = " #value, XEN_LU_REC_##rec, domid, vcpu, \
	  (i) * sizeof(struct str) + offsetof(struct str, field), \
	  sizeof(((struct str *)0)->field), value, XLU_REASON_##reason, \
	  (i) * sizeof(struct str) + offsetof(struct str, blame), XEN_LU_REC_##btype }
#define BAD(rec, domid, str, i, field, value) \
	FULL(rec, domid, 0, str, i, field, value, BAD_RECORD, field, rec)
#define BADV(rec, vcpu, str, field, value) \
	FULL(rec, 0, vcpu, str, 0, field, value, BAD_RECORD, field, rec)
#define RSV(rec, domid, str, i, field) \
	FULL(rec, domid, 0, str, i, field, 1, RESERVED_SET, field, rec)
#define BLAME(rec, domid, str, i, field, value, blame) \
	FULL(rec, domid, 0, str, i, field, value, BAD_RECORD, blame, rec)

	BAD(HOST, 0, xen_lu_host, 0, tsc_hz, 0),
	BAD(HOST, 0, xen_lu_host, 0, tsc_hz, 999999),
	BAD(HOST, 0, xen_lu_host, 0, stime, -1),
	BAD(HOST, 0, xen_lu_host, 0, flags, 4),
	BAD(HOST, 0, xen_lu_host, 0, wallclock_nsec, 1000000000),
	BAD(HOST, 0, xen_lu_host, 0, generation, 0),
	BAD(HOST, 0, xen_lu_host, 0, bank_size, 0),
	BAD(HOST, 0, xen_lu_host, 0, bank_size, 0x1001),
	BAD(HOST, 0, xen_lu_host, 0, bank_size, 2 * SOUND_BANK),
	BAD(HOST, 0, xen_lu_host, 0, bank_size, ~0ULL << 12),
	BLAME(HOST, 0, xen_lu_host, 0, bank_maddr[1], SOUND_BANK, bank_size),
	BLAME(HOST, 0, xen_lu_host, 0, bank_maddr[0], 0x800, bank_size),
	BAD(HOST, 0, xen_lu_host, 0, dom0_id, 1),
	RSV(HOST, 0, xen_lu_host, 0, reserved),

	BAD(GLOBAL_VIRQ, 0, xen_lu_global_virq, 0, virq, VIRQ_TIMER),
	BAD(GLOBAL_VIRQ, 0, xen_lu_global_virq, 1, virq, NR_VIRQS),
	BAD(GLOBAL_VIRQ, 0, xen_lu_global_virq, 1, virq, VIRQ_CONSOLE),
	BAD(GLOBAL_VIRQ, 0, xen_lu_global_virq, 1, domid, 6),
	BAD(PCI_DEVICE, 0, xen_lu_pci_device, 0, flags, 4),
	BAD(PCI_DEVICE, 0, xen_lu_pci_device, 1, domid, SOUND_GUEST),
	BAD(PCI_DEVICE, 0, xen_lu_pci_device, 1, node, 64),
	FULL(PCI_DEVICE, 0, 0, xen_lu_pci_device, 0, seg, 1, BAD_RECORD, seg, PIRQ),
	FULL(PCI_DEVICE, 0, 0, xen_lu_pci_device, 1, bus, 2, BAD_RECORD, bus, PIRQ),

	BAD(DOMAIN, SOUND_GUEST, xen_lu_domain, 0, target, 0),
	BAD(DOMAIN, SOUND_GUEST, xen_lu_domain, 0, flags, 0),
	BAD(DOMAIN, 0, xen_lu_domain, 0, options, 1),
	BAD(DOMAIN, 0, xen_lu_domain, 0, options, 0x20),
	BAD(DOMAIN, 0, xen_lu_domain, 0, max_grant_frames, 0),
	BAD(DOMAIN, 0, xen_lu_domain, 0, max_grant_frames, 65),
	BAD(DOMAIN, 0, xen_lu_domain, 0, max_maptrack_frames, 1025),
	BAD(DOMAIN, 0, xen_lu_domain, 0, max_grant_version, 0),
	BAD(DOMAIN, 0, xen_lu_domain, 0, max_grant_version, 3),
	BAD(DOMAIN, 0, xen_lu_domain, 0, emulation_flags, 1),
	BAD(DOMAIN, 0, xen_lu_domain, 0, nr_pages, 0x109),
	BAD(DOMAIN, 0, xen_lu_domain, 0, vm_assist, 1ULL << 33),
	BAD(DOMAIN, 0, xen_lu_domain, 0, controller_pause_count, 256),
	BAD(DOMAIN, 0, xen_lu_domain, 0, pirq_eoi_mfn, 0x400),
	BAD(DOMAIN, SOUND_GUEST, xen_lu_domain, 0, pirq_eoi_mfn, 0x400),
	/* flags and vCPUs are part of the form: the record itself is blamed */
	BLAME(DOMAIN, 0, xen_lu_domain, 0, flags, 0x80000003, domid),
	BLAME(DOMAIN, 0, xen_lu_domain, 0, max_vcpus, 0, domid),
	BLAME(DOMAIN, 0, xen_lu_domain, 0, max_vcpus, 513, domid),
	BLAME(DOMAIN, SOUND_GUEST, xen_lu_domain, 0, flags, 3, domid),
	BLAME(DOMAIN, 0, xen_lu_domain, 0, flags, 1, domid),
	FULL(DOMAIN, 0, 0, xen_lu_domain, 0, max_vcpus, 3, MISSING_RECORD, max_vcpus, VCPU),
	FULL(DOMAIN, 0, 0, xen_lu_domain, 0, max_evtchn_port, 5, BAD_RECORD, domid, EVTCHN),

	BAD(PAGES, 0, xen_lu_extent, 1, flags, 4),
	BAD(PAGES, 0, xen_lu_extent, 1, nr, 0),
	BAD(PAGES, 0, xen_lu_extent, 1, nr, 0xffffffff),
	BAD(PAGES, 0, xen_lu_extent, 1, mfn, SOUND_FRAMES - 0xf),
	BAD(PAGES, 0, xen_lu_extent, 1, mfn, -16ULL),
	BAD(PAGES, 0, xen_lu_extent, 0, gfn, (1ULL << 63) - 0xff),
	FULL(PAGES, 0, 0, xen_lu_extent, 1, mfn, 0xf8, OVERLAP, mfn, PAGES),
	FULL(PAGES, 0, 0, xen_lu_extent, 1, mfn, SOUND_BANK >> 12, OVERLAP, mfn, PAGES),
	FULL(PAGES, 0, 0, xen_lu_extent, 1, mfn, (SOUND_BANK >> 12) - 1, OVERLAP, mfn, PAGES),
	FULL(PAGES, SOUND_GUEST, 0, xen_lu_extent, 1, mfn, 0x1ff, OVERLAP, mfn, PAGES),
	FULL(PAGES, SOUND_GUEST, 0, xen_lu_extent, 1, mfn, 0x327, OVERLAP, mfn, PAGES),

	BAD(PINS, 0, xen_lu_pin, 0, level, 0),
	BAD(PINS, 0, xen_lu_pin, 1, level, 5),
	BAD(PINS, 0, xen_lu_pin, 0, mfn, 0xff),
	BAD(PINS, 0, xen_lu_pin, 0, mfn, 0x320),
	BAD(PINS, 0, xen_lu_pin, 0, mfn, 1ULL << 40),
	RSV(PINS, 0, xen_lu_pin, 1, reserved),

	BAD(XEN_PAGES, 0, xen_lu_xen_page, 0, role, 0),
	BAD(XEN_PAGES, 0, xen_lu_xen_page, 0, role, 4),
	BAD(XEN_PAGES, 0, xen_lu_xen_page, 1, role, XEN_LU_ROLE_GRANT_STATUS),
	BAD(XEN_PAGES, 0, xen_lu_xen_page, 2, index, 0),
	BAD(XEN_PAGES, 0, xen_lu_xen_page, 2, index, 2),
	BAD(XEN_PAGES, 0, xen_lu_xen_page, 2, mfn, SOUND_FRAMES),
	FULL(XEN_PAGES, 0, 0, xen_lu_xen_page, 2, mfn, 0x11, OVERLAP, mfn, XEN_PAGES),
	FULL(XEN_PAGES, SOUND_GUEST, 0, xen_lu_xen_page, 0, mfn, 0x11, OVERLAP, mfn, XEN_PAGES),
	FULL(XEN_PAGES, 0, 0, xen_lu_xen_page, 0, mfn, 0x100, OVERLAP, mfn, XEN_PAGES),

	BLAME(CPUID, 0, xen_cpuid_leaf, 0, leaf, 0xe, leaf),
	BLAME(CPUID, 0, xen_cpuid_leaf, 1, subleaf, 6, leaf),
	BLAME(CPUID, 0, xen_cpuid_leaf, 4, a, 1, leaf),
	BLAME(CPUID, 0, xen_cpuid_leaf, 3, leaf, 0x50000000, leaf),
	BAD(MSR_POLICY, 0, xen_msr_entry, 1, idx, 0x10b),
	FULL(MSR_POLICY, 0, 0, xen_msr_entry, 1, flags, 1, RESERVED_SET, flags, MSR_POLICY),

	RSV(RANGES, 0, xen_lu_range, 0, reserved),
	BAD(RANGES, 0, xen_lu_range, 0, kind, 0),
	BAD(RANGES, 0, xen_lu_range, 0, kind, XEN_LU_RANGE_IRQ),
	BAD(RANGES, 0, xen_lu_range, 0, first, 0xfee01),
	BAD(RANGES, 0, xen_lu_range, 1, last, 0x10000),

	BAD(EVTCHN, 0, xen_lu_evtchn, 0, port, 0),
	BAD(EVTCHN, 0, xen_lu_evtchn, 1, port, 1),
	BAD(EVTCHN, 0, xen_lu_evtchn, 6, port, EVTCHN_FIFO_NR_CHANNELS),
	BAD(EVTCHN, SOUND_GUEST, xen_lu_evtchn, 0, notify_vcpu, 2),
	BAD(EVTCHN, 0, xen_lu_evtchn, 0, bound_vcpu, 2),
	BLAME(EVTCHN, 0, xen_lu_evtchn, 0, state, EVTCHNSTAT_closed, detail),
	BLAME(EVTCHN, 0, xen_lu_evtchn, 0, state, 6, detail),
	BLAME(EVTCHN, 0, xen_lu_evtchn, 0, state, 0xff, detail),
	BAD(EVTCHN, 0, xen_lu_evtchn, 0, priority, 16),
	BAD(EVTCHN, 0, xen_lu_evtchn, 0, flags, 2),
	RSV(EVTCHN, 0, xen_lu_evtchn, 0, reserved),
	RSV(EVTCHN, 0, xen_lu_evtchn, 6, reserved2),
	BAD(EVTCHN, 0, xen_lu_evtchn, 0, detail, NR_VIRQS),
	BAD(EVTCHN, 0, xen_lu_evtchn, 2, detail, 2),
	BLAME(EVTCHN, 0, xen_lu_evtchn, 2, remote_domid, 6, detail),
	BAD(EVTCHN, 0, xen_lu_evtchn, 3, detail, 17),
	BAD(EVTCHN, 0, xen_lu_evtchn, 3, detail, 20),
	BAD(EVTCHN, 0, xen_lu_evtchn, 5, detail, DOMID_SELF),
	BAD(EVTCHN, 0, xen_lu_evtchn, 0, last_queue, 16),
	BAD(EVTCHN, 0, xen_lu_evtchn, 0, last_queue, 2 << 16),
	BAD(EVTCHN, 0, xen_lu_evtchn, 0, last_queue, 1 << 8),

	BAD(GRANT, SOUND_GUEST, xen_lu_grant, 0, version, 0),
	BAD(GRANT, SOUND_GUEST, xen_lu_grant, 0, version, 3),
	BAD(GRANT, 0, xen_lu_grant, 0, maptrack_limit, 255),
	BAD(GRANT, 0, xen_lu_grant, 0, maptrack_limit, 5 * 256),
	FULL(GRANT, 0, 0, xen_lu_grant, 0, nr_frames, 1, BAD_RECORD, version, XEN_PAGES),
	FULL(GRANT, 0, 0, xen_lu_grant, 0, nr_frames, 3, MISSING_RECORD, version, XEN_PAGES),
	FULL(GRANT, 0, 0, xen_lu_grant, 0, nr_frames, ~0U, MISSING_RECORD, version, XEN_PAGES),
	FULL(GRANT, 0, 0, xen_lu_grant, 0, nr_status_frames, 1, MISSING_RECORD, version, XEN_PAGES),
	BLAME(GRANT, SOUND_GUEST, xen_lu_grant, 0, version, 1, nr_status_frames),

	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 1, ref, 8),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 1, ref, 1024),
	BAD(GRANT_ACTIVE, SOUND_GUEST, xen_lu_grant_active, 1, ref, 256),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 0, pin, 0),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 0, domid, 6),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 0, trans_domid, 6),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 1, trans_ref, 256),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 0, mfn, 0x410),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 0, mfn, 1ULL << 52),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 1, mfn, 0x120),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 1, length, 2),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 0, flags, 2),
	BAD(MAPTRACK, 0, xen_lu_maptrack, 0, handle, 512),
	BAD(MAPTRACK, SOUND_GUEST, xen_lu_maptrack, 1, handle, 0),
	BAD(MAPTRACK, 0, xen_lu_maptrack, 0, flags, 4),
	BAD(MAPTRACK, 0, xen_lu_maptrack, 0, vcpu, 2),
	BAD(MAPTRACK, 0, xen_lu_maptrack, 0, ref, 8),
	BLAME(MAPTRACK, 0, xen_lu_maptrack, 0, domid, 6, ref),
	BLAME(MAPTRACK, 0, xen_lu_maptrack, 0, domid, 0, ref),

	BAD(PIRQ, 0, xen_lu_pirq, 2, pirq, 20),
	FULL(PIRQ, 0, 0, xen_lu_pirq, 0, pirq, 0, BAD_RECORD, pirq, EVTCHN),
	BAD(PIRQ, 0, xen_lu_pirq, 2, kind, 3),
	BAD(PIRQ, 0, xen_lu_pirq, 0, flags, 0x41),
	BAD(PIRQ, 0, xen_lu_pirq, 0, vcpu, 2),
	BAD(PIRQ, 0, xen_lu_pirq, 2, port, 7),
	BLAME(PIRQ, 0, xen_lu_pirq, 2, flags, XEN_LU_PIRQ_BOUND, port),
	FULL(PIRQ, 0, 0, xen_lu_pirq, 0, port, 5, BAD_RECORD, pirq, EVTCHN),
	BAD(PIRQ, 0, xen_lu_pirq, 1, devfn, 0x19),
	BAD(PIRQ, 0, xen_lu_pirq, 1, entry_nr, 2048),
	BAD(PIRQ, 0, xen_lu_pirq, 2, entry_nr, 2),
	BAD(PIRQ, 0, xen_lu_pirq, 1, table_base, 0xfe000001),

	BAD(PIT, 0, xen_lu_pit, 0, channel[0].count, 0x10001),
	BAD(PIT, 0, xen_lu_pit, 0, channel[2].count, 0),
	RSV(PIT, 0, xen_lu_pit, 0, reserved),

	RSV(VCPU, 0, xen_lu_vcpu, 0, reserved),
	RSV(VCPU, 0, xen_lu_vcpu, 0, reserved2),
	BADV(VCPU, 1, xen_lu_vcpu, flags, 0x41),
	BADV(VCPU, 1, xen_lu_vcpu, flags, XEN_LU_VCPU_INITIALISED),
	BADV(VCPU, 0, xen_lu_vcpu, flags, 0),
	BADV(VCPU, 1, xen_lu_vcpu, controller_pause_count, 256),
	BADV(VCPU, 0, xen_lu_vcpu, vcpu_info_mfn, 0x410),
	BADV(VCPU, 0, xen_lu_vcpu, vcpu_info_mfn, 0x320),
	BADV(VCPU, 0, xen_lu_vcpu, vcpu_info_offset, 4096 - 63),
	BADV(VCPU, 1, xen_lu_vcpu, vcpu_info_offset, 64),
	BADV(VCPU, 0, xen_lu_vcpu, runstate, 4),
	BADV(VCPU, 0, xen_lu_vcpu, periodic_period, 999999),
	BADV(VCPU, 0, xen_lu_vcpu, periodic_period, -1),
	BADV(VCPU, 0, xen_lu_vcpu, periodic_last, -1),
	BADV(VCPU, 0, xen_lu_vcpu, iobmp_limit, 65537),
	BADV(VCPU, 0, xen_lu_vcpu, hard_affinity, 0),
	BADV(VCPU, 0, xen_lu_vcpu, async_pending[1], 2),
	BADV(VCPU, 0, xen_lu_vcpu, bounce_flags, 0x100),
	BADV(VCPU, 0, xen_lu_vcpu, bounce_cs, 0x10000),
	BADV(VCPU, 0, xen_lu_vcpu, bounce_eip, 1ULL << 47),
	BADV(VCPU, 0, xen_lu_vcpu, syscall32_eip, 1ULL << 63),
	BADV(VCPU, 0, xen_lu_vcpu, sysenter_eip, ~(1ULL << 47)),
	BADV(VCPU, 1, xen_lu_vcpu, vcpu, 0),

	RSV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, 0, reserved),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.user_regs.rip, 1ULL << 50),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.fs_base, 1ULL << 50),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.gs_base_kernel, 1ULL << 50),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.gs_base_user, 1ULL << 50),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.event_callback_eip, 1ULL << 50),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.syscall_callback_eip, 1ULL << 50),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.failsafe_callback_eip, 1ULL << 50),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.trap_ctxt[255].address, 1ULL << 50),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.ldt_ents, 8193),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.ldt_base, 1),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.ldt_base, 0xffff800000000000),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.gdt_ents, 14 * 512 + 1),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.gdt_frames[1], 0x404),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.ctrlreg[3], 0x401ULL << 12),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.ctrlreg[3], 0),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.ctrlreg[1], ~0ULL << 12),
	BLAME(VCPU_CONTEXT, 0, xen_lu_vcpu_context, 0, vcpu, 1, vcpu),

	BADV(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, xcr0_accum, 0),
	BADV(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, xcr0_accum, 0x1f),
	BADV(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, xcr0_accum, 5),
	BADV(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, xcr0_accum, 0x27),
	BADV(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, xcr0_accum, 0x207),
	BADV(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, xcr0, 0),
	BADV(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, xcr0, 0xe7),
	BLAME(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, 0, xcr0_accum, 0xe7, size),
	BLAME(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, 0, xcr0_accum, 3, xcr0),
	BLAME(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, 0, size, SOUND_XSAVE + 8, vcpu),
	BLAME(VCPU_MSRS, 0, xen_lu_vcpu_msrs, 0, nr, 2, vcpu),
	BLAME(VCPU_MSRS, 0, xen_lu_vcpu_msrs, 0, nr, 4, vcpu),

	BADV(VCPU_FIFO, 1, xen_lu_vcpu_fifo, mfn, 0x401),
	BADV(VCPU_FIFO, 1, xen_lu_vcpu_fifo, offset, 4096 - 64),
	BADV(VCPU_FIFO, 1, xen_lu_vcpu_fifo, offset, 4),
	BADV(VCPU_FIFO, 1, xen_lu_vcpu_fifo, tail[15], EVTCHN_FIFO_NR_CHANNELS),
};

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

static void test_values(void)
{
	struct lu_fault fault;
	uint8_t *body;
	struct copy c;
	bool good;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		const struct wrong *t = &wrong[i];

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
	static const struct {
		const char *name;
		uint32_t type;
		size_t at;
		uint64_t value;
	} odd[] = {
#define ODD(rec, str, field, value) \
	{ #rec "." #field " = " #value " is accepted", XEN_LU_REC_##rec, \
	  offsetof(struct str, field), value }
		ODD(VCPU, xen_lu_vcpu, runstate_area, ~0ULL),
		ODD(VCPU, xen_lu_vcpu, time_area, 1ULL << 50),
		ODD(VCPU, xen_lu_vcpu, singleshot, 1ULL << 63),
		ODD(PAGES, xen_lu_extent, gfn, 1ULL << 62),
		ODD(VCPU_CONTEXT, xen_lu_vcpu_context, context.kernel_sp, 1ULL << 62),
		ODD(DOMAIN, xen_lu_domain, time_offset, 1ULL << 63),
	};
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

/*
 * For the tests of the dump tool: the sound stream (--write FILE) or one with a
 * wrong value (--spoil FILE).
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
	test_shapes();
	test_optional();
	test_bytes();
	test_values();
	test_guests_choice();
	test_tails();
	test_roots_and_domains();
	test_machine();
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
