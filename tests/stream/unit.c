// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the stream code of the hypervisor on the host, under sanitizers: the
 * sound stream is accepted and read back here; in unit_*.c each rule of
 * Documentation/stream.rst is broken once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xen/lib.h>
#include <public/event_channel.h>
#include <xen-liveupdate/names.h>
#include "host.h"
#include "unit.h"

static int passed, failed;

void verdict(bool good, const char *what)
{
	printf("%s - %s\n", good ? "ok" : "not ok", what);
	if (good)
		passed++;
	else
		failed++;
}

/**
 * make - the sound stream in memory of its own
 * @change: to it, or NULL
 *
 * Return: the copy; its buffer is the caller's to free.
 */
struct copy make(const struct sound_change *change)
{
	static uint64_t space[SOUND_MAX / 8];
	struct copy c = { .size = sound_stream(space, sizeof(space), change) };

	c.buf = malloc(c.size);
	memcpy(c.buf, space, c.size);
	return c;
}

void show(const struct lu_fault *f)
{
	printf("# reason %s record %#x offset %#llx\n", xlu_reason_name(f->reason), f->type,
	       (unsigned long long)f->offset);
}

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

void test_sound(void)
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

/* Every record type, written by sound.c, and what was put in */
static const struct {
	uint32_t type, domid, vcpu, length;
	size_t at;
	uint32_t value;
} put_in[] = {
	{ XEN_LU_REC_HOST, 0, 0, sizeof(struct xen_lu_host), 8, 987654321 },
	{ XEN_LU_REC_GLOBAL_VIRQ, 0, 0, 16, 8, VIRQ_DOM_EXC },
	{ XEN_LU_REC_PCI_DEVICE, 0, 0, 64, 64 - 4, 0xff },
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
	{ XEN_LU_REC_CPUPOOL, 0, 0, 24, 8, 2 },
	{ XEN_LU_REC_CRASH_KERNEL, 0, 0, sizeof(struct xen_lu_crash_kernel), 16,
	  0x390000 },
	{ XEN_LU_REC_PARAMETERS, 0, 0, 256, 32, 0x6f666e69 },
	{ XEN_LU_REC_IN_CPUPOOL, SOUND_GUEST, 0, 8, 0, 2 },
	{ XEN_LU_REC_CPUS, 0, 0, SOUND_CPUS * 8, 69 * 8, XEN_LU_CPU_ALL },
	{ XEN_LU_REC_EFI, 0, 0, sizeof(struct xen_lu_efi) + 3 * 48,
	  sizeof(struct xen_lu_efi) + 48 + 8, 0x7f000000 },
	{ XEN_LU_REC_EFI_ROMS, 0, 0, 64, 32 + 16, 0x800 },
	{ XEN_LU_REC_VCPU_AFFINITY, 0, 1, 8 + 32, 16, 1 },
	{ XEN_LU_REC_SCHED_PARAMS, 0, 0, 48, 24 + 12, 30 },
	{ XEN_LU_REC_NODE_AFFINITY, SOUND_GUEST, 0, 8, 0, 6 },
	{ XEN_LU_REC_CONSOLE, 0, 0, 32, 4, 0xfffffff0 },
	{ XEN_LU_REC_BAD_PAGES, 0, 0, 48, 24, 3 },
	{ XEN_LU_REC_BOOT_MEMORY, 0, 0, 32, 24, 0x600 },
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
	{ XEN_LU_REC_IOREQ_SERVER, SOUND_HVM, 0, 96, 16, 0x680 },
	{ XEN_LU_REC_IOREQ_VCPU, SOUND_HVM, 0, 32, 24, 4 },
	{ XEN_LU_REC_IOREQ_RANGE, SOUND_HVM, 0, 72, 8, 0x1f0 },
	{ XEN_LU_REC_HVM_PIRQ, SOUND_HVM, 0, 48, 8, 5 },
	{ XEN_LU_REC_CACHE_ATTRS, SOUND_HVM, 0, 48, 24 + 16, 1 },
	{ XEN_LU_REC_HVM_CLOCKS, SOUND_HVM, 0, sizeof(struct xen_lu_hvm_clocks), 8, 7 },
};

static void test_round_trip(void)
{
	struct copy c = make(NULL);
	uint32_t value, length;
	const uint8_t *body;
	char text[80];
	bool good;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(put_in); i++) {
		body = sound_record(c.buf, put_in[i].type, put_in[i].domid, put_in[i].vcpu);
		good = false;
		if (body) {
			memcpy(&length, body - 4, 4);
			memcpy(&value, body + put_in[i].at, 4);
			good = length == put_in[i].length && value == put_in[i].value;
		}
		snprintf(text, sizeof(text), "record %#x of d%u is read back", put_in[i].type,
			 put_in[i].domid);
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
	verdict(records == 103 && domains == 4, "all records and domains are walked");
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

bool refused(const struct copy *c, int reason, uint32_t type)
{
	struct lu_fault fault = { 0 };
	int rc = sound_check(c->buf, c->size, &fault);

	if (rc && fault.reason == (enum xlu_reason)reason && fault.type == type)
		return true;
	printf("# expected reason %s record %#x, rc %d\n", xlu_reason_name(reason), type, rc);
	show(&fault);
	return false;
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
	test_form();
	test_content();
	test_hvm();
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
