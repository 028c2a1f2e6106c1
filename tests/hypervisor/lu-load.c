// SPDX-License-Identifier: GPL-2.0-only
/*
 * lu-load - load and run a live update without the driver
 *
 * For tests of the hypervisor half alone: writes image, handoff page and boot
 * information into the staging bank through /dev/mem and speaks to Xen through
 * privcmd.
 *
 *	lu-load range			print the staging bank
 *	lu-load load XEN [ARGS]		stage and load an uncompressed Xen
 *	lu-load break XEN [ARGS]	the same, with a handoff page that the stub
 *					has to refuse
 *	lu-load damage XEN [ARGS]	the same, with an image that Xen has to refuse
 *	lu-load derive XEN [ARGS]	the same, with page types derived again in any case
 *	lu-load mapped XEN [ARGS]	the same, while the bank is still mapped
 *	lu-load fail N XEN [ARGS]	the same, and point N of load or exec fails (in
 *					a Xen booted with liveupdate-test)
 *	lu-load race N XEN [ARGS]	load and unload N times while another vCPU maps
 *					the bank: is there ever a mapping of a sealed one?
 *	lu-load exec			go
 *	lu-load dry-run			pause, write the state, go on
 *	lu-load unload | status
 *	lu-load report			print the handoff page of the last update
 *	lu-load free			print Xen's free memory in KiB
 *	lu-load crash-v1		load a crash image by the first kexec interface
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <xen-liveupdate/handoff.h>
#include <xen-liveupdate/names.h>

#include "xencall.h"

#define XENMEM_MACHINE_MAP	10
#define SYSCTL_PHYSINFO		3

#define STUB_FILE		"/lib/handoff.bin"

#define PTE_USER_RW		0x7
#define PTE_SPECIAL		0x200
#define UVMF_INVLPG		2
/* Turns that a mapping of a race lives at most */
#define RACE_WAIT		1000

/* Offsets in the area, from its start. */
#define OFF_CMDLINE		XLU_AREA_BOOT_DATA
#define OFF_MEMMAP		(XLU_AREA_BOOT_DATA + 0x2000)
#define OFF_MBI			(XLU_AREA_BOOT_DATA + 0x8000)

struct e820 {
	uint64_t addr, size;
	uint32_t type;
} __attribute__((packed));

/* XEN_SYSCTL_physinfo */
struct physinfo {
	uint32_t cmd, version;
	uint32_t ignored[10];
	uint64_t total_pages, free_pages;
	uint8_t rest[128];
};

/* Hypercall arguments must not be paged out. */
static struct {
	struct kexec_segment seg;
	struct kexec_load load;
	struct kexec_load_v1 load_v1;
	struct kexec_range range;
	int type[4];
	struct e820 map[128];
	struct {
		uint32_t nr, pad;
		uint64_t buf;
	} memmap;
	struct physinfo physinfo;
} arg __attribute__((aligned(4096)));

static long kexec_op(int cmd, void *p)
{
	return xencall(HYPERVISOR_KEXEC_OP, cmd, (uintptr_t)p, 0, 0);
}

static uint32_t crc32c(uint32_t crc, const void *data, size_t len)
{
	static uint32_t table[256];
	const uint8_t *p = data;
	uint32_t i, n;

	for (i = 0; !table[255] && i < 256; i++)
		for (table[i] = i, n = 0; n < 8; n++)
			table[i] = (table[i] >> 1) ^ (table[i] & 1 ? 0x82f63b78U : 0);
	for (crc = ~crc; len--; p++)
		crc = (crc >> 8) ^ table[(crc ^ *p) & 0xff];
	return ~crc;
}

static uint8_t *map_mem(uint64_t start, size_t size)
{
	int fd = open("/dev/mem", O_RDWR | O_SYNC | O_CLOEXEC);
	void *p;

	if (fd < 0) {
		perror("/dev/mem");
		exit(1);
	}
	p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, start);
	close(fd);
	if (p == MAP_FAILED) {
		perror("mmap of the bank");
		exit(1);
	}
	return p;
}

/* Memory map as Xen shows it; the bank itself is RAM for the next Xen. */
static int get_memmap(struct xlu_memmap_entry *map, uint64_t bank, uint64_t size)
{
	unsigned int i, n = 0;
	long rc;

	arg.memmap.nr = 120;
	arg.memmap.buf = (uintptr_t)arg.map;
	rc = xencall(HYPERVISOR_MEMORY_OP, XENMEM_MACHINE_MAP, (uintptr_t)&arg.memmap, 0, 0);
	if (rc) {
		fprintf(stderr, "memory map: %ld\n", rc);
		exit(1);
	}
	for (i = 0; i < arg.memmap.nr; i++) {
		struct e820 e = arg.map[i];

		if (e.type == 2 && e.addr <= bank && e.addr + e.size >= bank + size) {
			if (e.addr < bank)
				map[n++] = (struct xlu_memmap_entry){ e.addr, bank - e.addr, 2, 0 };
			map[n++] = (struct xlu_memmap_entry){ bank, size, 1, 0 };
			e.size = e.addr + e.size - bank - size;
			e.addr = bank + size;
			if (!e.size)
				continue;
		}
		map[n++] = (struct xlu_memmap_entry){ e.addr, e.size, e.type, 0 };
	}
	return n;
}

/* Returns its entry; @h gets place, size and checksum. */
static uint64_t put_image(uint8_t *bank, uint64_t start, const char *path,
			  struct xlu_handoff *h)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	const Elf32_Ehdr *eh;
	const Elf32_Phdr *ph;
	struct stat st;
	int i;

	if (fd < 0 || fstat(fd, &st)) {
		perror(path);
		exit(1);
	}
	eh = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (eh == MAP_FAILED || memcmp(eh->e_ident, ELFMAG, SELFMAG)) {
		fprintf(stderr, "%s: not an ELF file\n", path);
		exit(1);
	}
	ph = (const void *)eh + eh->e_phoff;
	for (i = 0; i < eh->e_phnum; i++) {
		if (ph[i].p_type != PT_LOAD)
			continue;
		memcpy(bank + ph[i].p_paddr, (const char *)eh + ph[i].p_offset,
		       ph[i].p_filesz);
		memset(bank + ph[i].p_paddr + ph[i].p_filesz, 0,
		       ph[i].p_memsz - ph[i].p_filesz);
		h->image_maddr = start + ph[i].p_paddr;
		h->image_size = ph[i].p_memsz;
		h->image_crc = crc32c(0, bank + ph[i].p_paddr, ph[i].p_memsz);
	}
	return start + eh->e_entry;
}

/* Returns its size. */
static uint32_t put_stub(uint8_t *bank)
{
	int fd = open(STUB_FILE, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, bank + XLU_AREA_STUB, XLU_STUB_MAX);

	if (len <= 0) {
		perror(STUB_FILE);
		exit(1);
	}
	close(fd);
	return len;
}

/* What is to be wrong with an image that is loaded */
enum wrong { NOTHING, CMDLINE, IMAGE, MAPPED, DERIVE };

static void print_result(const struct xlu_handoff *h)
{
	printf("LULOAD phase %s reason %s text \"%.64s\" detail %#llx %#llx\n",
	       xlu_phase_name(h->phase), xlu_reason_name(h->reason), h->text,
	       (unsigned long long)h->detail[0], (unsigned long long)h->detail[1]);
}

static int do_load(const char *path, const char *args, enum wrong wrong, unsigned int fail_at)
{
	uint64_t start, size;
	struct xlu_memmap_entry map[130];
	struct xlu_handoff h = { 0 };
	char cmdline[2048];
	uint8_t *bank;
	int n;
	long rc;

	xen_staging_bank(&start, &size);
	/* What is loaded is sealed: it cannot be mapped. */
	arg.type[0] = KEXEC_TYPE_LIVE_UPDATE;
	kexec_op(KEXEC_UNLOAD, arg.type);
	bank = map_mem(start, size);
	memset(bank, 0, XLU_AREA_SIZE);
	h.entry_maddr = put_image(bank, start, path, &h);
	if (wrong == IMAGE)
		bank[h.image_maddr - start + 0x1000] ^= 1;
	n = get_memmap(map, start, size);
	snprintf(cmdline, sizeof(cmdline),
		 "xen %s no-real-mode liveupdate=%lluM@0x%llx", args,
		 (unsigned long long)(size >> 20), (unsigned long long)start);

	h.stub_size = put_stub(bank);
	memcpy(bank + OFF_CMDLINE, cmdline, strlen(cmdline) + 1);
	memcpy(bank + OFF_MEMMAP, map, n * sizeof(map[0]));

	h.magic = XLU_HANDOFF_MAGIC;
	h.version = XLU_HANDOFF_VERSION;
	h.size = sizeof(h);
	h.flags = XLU_HANDOFF_F_LIVE | (wrong == DERIVE ? XLU_HANDOFF_F_REVALIDATE : 0);
	h.self_maddr = start;
	h.area_size = XLU_AREA_SIZE;
	h.fail_at = fail_at;
	h.cmdline_maddr = start + OFF_CMDLINE;
	h.cmdline_size = strlen(cmdline) + 1;
	h.cmdline_crc = crc32c(0, cmdline, h.cmdline_size) ^ (wrong == CMDLINE);
	h.memmap_maddr = start + OFF_MEMMAP;
	h.memmap_nr = n;
	h.memmap_crc = crc32c(0, map, n * sizeof(map[0]));
	h.mbi_maddr = start + OFF_MBI;
	h.mbi_size = 0x4000;
	h.bank_maddr = start;
	h.bank_size = size;
	h.crc = crc32c(0, (char *)&h + XLU_HANDOFF_CRC_START,
		       XLU_HANDOFF_CRC_END - XLU_HANDOFF_CRC_START);
	memcpy(bank, &h, sizeof(h));
	if (wrong != MAPPED)
		munmap(bank, size);

	arg.seg = (struct kexec_segment){ 0, 0, start, size };
	arg.load = (struct kexec_load){ KEXEC_TYPE_LIVE_UPDATE, 0, EM_X86_64, 1,
				  (uintptr_t)&arg.seg, start + XLU_AREA_STUB };
	rc = kexec_op(KEXEC_LOAD, &arg.load);
	printf("LULOAD load rc=%ld bank %#llx+%#llx entry %#llx\n", rc,
	       (unsigned long long)start, (unsigned long long)size,
	       (unsigned long long)h.entry_maddr);
	bank = map_mem(start, sizeof(h));
	memcpy(&h, bank, sizeof(h));
	munmap(bank, sizeof(h));
	print_result(&h);
	if (!rc) {
		printf("LULOAD boot memory needed %llu KiB available %llu KiB predicted %llu us",
		       (unsigned long long)h.boot_needed >> 10,
		       (unsigned long long)h.boot_available >> 10,
		       (unsigned long long)h.predicted_ns / 1000);
		printf(" warnings %#llx\n", (unsigned long long)h.warnings);
	}
	return rc != 0;
}

/* What the two threads of a race tell each other */
static struct {
	atomic_bool sealed, stop;
	atomic_ulong looks, mapped, gained;
	uint64_t frame;
} race;

static void stay_on(unsigned int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

/*
 * Maps a frame of the bank and unmaps it again, with some time in between that
 * differs: whoever seals the bank meanwhile has to see the mapping.
 */
static void *map_again(void *va)
{
	unsigned int turn, wait;
	bool before;

	stay_on(1);
	for (turn = 0; !race.stop; turn++) {
		before = race.sealed;
		if (!xencall(HYPERVISOR_UPDATE_VA, (uintptr_t)va, race.frame << 12 | PTE_USER_RW, 0,
			     0)) {
			race.mapped++;
			for (wait = turn % RACE_WAIT; wait && !race.sealed; wait--)
				;
			/* No mapping is made, and none has survived, once it is sealed. */
			if (before || race.sealed) {
				race.gained++;
				printf("LULOAD race: gained a mapping, byte %#x\n", *(uint8_t *)va);
			}
			xencall(HYPERVISOR_UPDATE_VA, (uintptr_t)va, 0, UVMF_INVLPG, 0);
		}
		race.looks++;
	}
	return NULL;
}

static void wait_for_looks(unsigned long looks)
{
	unsigned long from = race.looks;

	while (race.looks - from < looks)
		;
}

/* The page says that the image need not be checked: that takes most of the time. */
static void leave_out_checks(uint64_t start)
{
	struct xlu_handoff *h = (void *)map_mem(start, sizeof(*h));

	h->image_size = 0;
	h->crc = crc32c(0, (char *)h + XLU_HANDOFF_CRC_START,
			XLU_HANDOFF_CRC_END - XLU_HANDOFF_CRC_START);
	munmap(h, sizeof(*h));
}

static int do_race(unsigned long tries, const char *path, const char *args)
{
	unsigned long i, loaded = 0, refused = 0;
	uint64_t start, size;
	pthread_t thread;
	uint8_t *va;
	long rc;

	if (do_load(path, args, NOTHING, 0))
		return 1;
	xen_staging_bank(&start, &size);
	arg.type[0] = KEXEC_TYPE_LIVE_UPDATE;
	kexec_op(KEXEC_UNLOAD, arg.type);
	leave_out_checks(start);
	/* Linux must not care what is mapped here, nor whether anything is. */
	va = map_mem(start + size - 4096, 4096);
	race.frame = (start + size - 4096) >> 12;
	stay_on(0);
	if (pthread_create(&thread, NULL, map_again, va))
		return 1;
	wait_for_looks(10);
	/* The rest is in place anyway, and mapping it for the stub takes its time. */
	arg.seg.dest_size = XLU_AREA_SIZE;
	for (i = 0; i < tries; i++) {
		arg.load = (struct kexec_load){ KEXEC_TYPE_LIVE_UPDATE, 0, EM_X86_64, 1,
						(uintptr_t)&arg.seg, start + XLU_AREA_STUB };
		rc = kexec_op(KEXEC_LOAD, &arg.load);
		refused += rc != 0;
		if (rc)
			continue;
		loaded++;
		race.sealed = true;
		wait_for_looks(2);
		race.sealed = false;
		/* Nobody is between his two looks at it. */
		wait_for_looks(2);
		kexec_op(KEXEC_UNLOAD, arg.type);
	}
	race.stop = true;
	pthread_join(thread, NULL);
	/* Linux looks for what it has mapped, with its own mark of a page that is none. */
	xencall(HYPERVISOR_UPDATE_VA, (uintptr_t)va,
		race.frame << 12 | PTE_USER_RW | PTE_SPECIAL, 0, 0);
	munmap(va, 4096);
	printf("LULOAD race: %lu tries, %lu loaded, %lu refused\n", tries, loaded, refused);
	printf("LULOAD race: mapped %lu of %lu times, gained %lu\n", race.mapped, race.looks,
	       race.gained);
	return race.gained || !loaded || !refused;
}

/* The handoff page of what is loaded, or has failed */
static struct xlu_handoff *staged_header(void)
{
	uint64_t start, size;

	xen_staging_bank(&start, &size);
	return (void *)map_mem(start, sizeof(struct xlu_handoff));
}

static void print_records(const struct xlu_handoff *h)
{
	unsigned int i;

	for (i = 0; i < h->nr_records && i < XLU_MAX_RECORD_SUMS; i++)
		printf("LULOAD record %#x: %u in %llu bytes\n", h->record[i].type,
		       h->record[i].nr, (unsigned long long)h->record[i].bytes);
}

static int do_dry_run(void)
{
	struct xlu_handoff *h = staged_header();
	long rc;

	h->flags |= XLU_HANDOFF_F_DRY_RUN;
	arg.type[0] = KEXEC_TYPE_LIVE_UPDATE;
	rc = kexec_op(KEXEC_EXEC, arg.type);
	printf("LULOAD dry-run rc=%ld\n", rc);
	print_result(h);
	print_records(h);
	printf("LULOAD state %llu bytes, paused %llu us, predicted %llu us\n",
	       (unsigned long long)h->blob_size, (unsigned long long)h->pause_ns / 1000,
	       (unsigned long long)h->predicted_ns / 1000);
	return rc != 0;
}

static double now(int clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static int do_exec(void)
{
	double m0, m1, r0, r1, n, prev;
	int i, back = 0;
	long rc;

	arg.type[0] = KEXEC_TYPE_LIVE_UPDATE;
	sync();
	m0 = now(CLOCK_MONOTONIC);
	r0 = now(CLOCK_REALTIME);
	rc = kexec_op(KEXEC_EXEC, arg.type);
	m1 = now(CLOCK_MONOTONIC);
	r1 = now(CLOCK_REALTIME);
	for (prev = m1, i = 0; i < 20000; i++, prev = n) {
		n = now(CLOCK_MONOTONIC);
		back += n < prev;
	}
	printf("LULOAD exec rc=%ld mono +%.3f ms real +%.3f ms backward %d\n",
	       rc, (m1 - m0) * 1e3, (r1 - r0) * 1e3, back);
	if (rc)
		print_result(staged_header());
	return rc != 0;
}

/* Each phase that was reached with its length, and the blackout. */
static void print_stamps(const struct xlu_handoff *h)
{
	uint64_t first = h->stamp[XLU_PHASE_OLD_PAUSE], last = h->stamp[XLU_PHASE_NEW_DONE];
	unsigned int i, n;

	if (!h->tsc_khz)
		return;
	for (i = XLU_PHASE_OLD_ENTRY; i < XLU_NR_STAMPS; i = n) {
		for (n = i + 1; n < XLU_NR_STAMPS && !h->stamp[n]; n++)
			;
		if (h->stamp[i] && n < XLU_NR_STAMPS && h->stamp[n] >= h->stamp[i])
			printf("LULOAD took %s %llu us\n", xlu_phase_name(i),
			       (unsigned long long)(h->stamp[n] - h->stamp[i]) * 1000 /
			       h->tsc_khz);
	}
	if (first && last > first)
		printf("LULOAD blackout %llu us\n",
		       (unsigned long long)(last - first) * 1000 / h->tsc_khz);
	printf("LULOAD record types %u skipped %u warnings %#llx nmis %u\n", h->nr_records,
	       h->nr_skipped, (unsigned long long)h->warnings, h->nmis);
	printf("LULOAD page-state %s\n", xlu_page_state_name(h->page_state));
	printf("LULOAD notes %u\n", h->nr_notes);
	for (i = 0; i < h->nr_notes && i < XLU_MAX_NOTES; i++)
		printf("LULOAD note %s domain %u record %#x nr %u error %u\n",
		       xlu_warning_name(h->note[i].warning), h->note[i].domid,
		       h->note[i].type, h->note[i].nr, h->note[i].error);
}

/* Is [@at, @at + @size) reserved, so that mapping it is no accident? */
static int reserved(uint64_t at, uint64_t size)
{
	unsigned long long first, last;
	FILE *f = fopen("/proc/iomem", "re");
	char line[128];
	int found = 0;

	while (f && fgets(line, sizeof(line), f))
		if (strstr(line, "eserved") &&
		    sscanf(line, "%llx-%llx", &first, &last) == 2 &&
		    first <= at && last >= at + size - 1)
			found = 1;
	if (f)
		fclose(f);
	return found;
}

/* A failed update left its page in the staging bank, a good one in the other. */
static int do_report(void)
{
	uint64_t start, size, at;
	struct xlu_handoff h;
	int i;

	xen_staging_bank(&start, &size);
	for (i = -1; i <= 1; i++) {
		at = start + i * (int64_t)size;
		if (!reserved(at, size))
			continue;
		memcpy(&h, map_mem(at, sizeof(h)), sizeof(h));
		if (h.magic != XLU_HANDOFF_MAGIC || h.self_maddr != at)
			continue;
		printf("LULOAD page %#llx generation %u blob %llu\n",
		       (unsigned long long)at, h.generation,
		       (unsigned long long)h.blob_size);
		print_result(&h);
		print_stamps(&h);
		print_records(&h);
	}
	return 0;
}

static int do_simple(int cmd, const char *name)
{
	long rc;

	arg.type[0] = KEXEC_TYPE_LIVE_UPDATE;
	rc = kexec_op(cmd, arg.type);
	printf("LULOAD %s rc=%ld\n", name, rc);
	return rc < 0;
}

/* Its list of pages to copy has one destination and no source. */
static int do_crash_v1(void)
{
	uint64_t bank, bank_size, *list, area;
	long rc;

	arg.range = (struct kexec_range){ .range = KEXEC_RANGE_CRASH };
	rc = kexec_op(KEXEC_GET_RANGE, &arg.range);
	if (rc)
		return 1;
	area = arg.range.start;
	xen_staging_bank(&bank, &bank_size);
	list = (uint64_t *)map_mem(bank, 4096);
	list[0] = area | 1;
	list[1] = 4;
	arg.load_v1.type = KEXEC_TYPE_CRASH;
	arg.load_v1.indirection_page = bank;
	arg.load_v1.start = area;
	rc = kexec_op(KEXEC_LOAD_V1, &arg.load_v1);
	munmap(list, 4096);
	printf("LULOAD crash-v1 rc=%ld\n", rc);
	return rc != 0;
}

static int do_free(void)
{
	long rc;

	arg.physinfo.cmd = SYSCTL_PHYSINFO;
	arg.physinfo.version = SYSCTL_VERSION;
	rc = xencall(HYPERVISOR_SYSCTL, (uintptr_t)&arg.physinfo, 0, 0, 0);
	if (rc) {
		fprintf(stderr, "physinfo: %ld\n", rc);
		return 1;
	}
	printf("%llu\n", (unsigned long long)arg.physinfo.free_pages * 4);
	return 0;
}

int main(int argc, char **argv)
{
	const char *cmd = argc > 1 ? argv[1] : "";
	uint64_t start, size;

	if (!strcmp(cmd, "range")) {
		xen_staging_bank(&start, &size);
		printf("LULOAD range %#llx+%#llx\n", (unsigned long long)start,
		       (unsigned long long)size);
		return 0;
	}
	if (!strcmp(cmd, "load") && argc > 2)
		return do_load(argv[2], argc > 3 ? argv[3] : "", NOTHING, 0);
	if (!strcmp(cmd, "break") && argc > 2)
		return do_load(argv[2], argc > 3 ? argv[3] : "", CMDLINE, 0);
	if (!strcmp(cmd, "damage") && argc > 2)
		return do_load(argv[2], argc > 3 ? argv[3] : "", IMAGE, 0);
	if (!strcmp(cmd, "derive") && argc > 2)
		return do_load(argv[2], argc > 3 ? argv[3] : "", DERIVE, 0);
	if (!strcmp(cmd, "mapped") && argc > 2)
		return do_load(argv[2], argc > 3 ? argv[3] : "", MAPPED, 0);
	if (!strcmp(cmd, "fail") && argc > 3)
		return do_load(argv[3], argc > 4 ? argv[4] : "", NOTHING, atoi(argv[2]));
	if (!strcmp(cmd, "race") && argc > 3)
		return do_race(strtoul(argv[2], NULL, 0), argv[3], argc > 4 ? argv[4] : "");
	if (!strcmp(cmd, "dry-run"))
		return do_dry_run();
	if (!strcmp(cmd, "exec"))
		return do_exec();
	if (!strcmp(cmd, "unload"))
		return do_simple(KEXEC_UNLOAD, "unload");
	if (!strcmp(cmd, "status"))
		return do_simple(KEXEC_STATUS, "status");
	if (!strcmp(cmd, "report"))
		return do_report();
	if (!strcmp(cmd, "free"))
		return do_free();
	if (!strcmp(cmd, "crash-v1"))
		return do_crash_v1();
	fputs("usage: lu-load range | exec | dry-run | unload | status | report | free\n"
	      "       lu-load crash-v1\n"
	      "       lu-load load|break|damage|derive|mapped XEN [ARGS]\n"
	      "       lu-load fail|race N XEN [ARGS]\n", stderr);
	return 2;
}
