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
 *	lu-load exec			go
 *	lu-load unload | status
 *	lu-load report			print the handoff page of the last update
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <xen-liveupdate/handoff.h>

#define HYPERVISOR_MEMORY_OP	12
#define HYPERVISOR_KEXEC_OP	37
#define XENMEM_MACHINE_MAP	10

#define CMD_EXEC		0
#define CMD_GET_RANGE		3
#define CMD_LOAD		4
#define CMD_UNLOAD		5
#define CMD_STATUS		6

#define TYPE_LIVE_UPDATE	2
#define RANGE_LIVE_UPDATE	7

#define STUB_FILE		"/lib/handoff.bin"

/* Offsets in the area, from its start. */
#define OFF_CMDLINE		XLU_AREA_BOOT_DATA
#define OFF_MEMMAP		(XLU_AREA_BOOT_DATA + 0x2000)
#define OFF_MBI			(XLU_AREA_BOOT_DATA + 0x8000)

struct range {
	int range, nr;
	uint64_t size, start;
};

struct segment {
	uint64_t buf, buf_size, dest, dest_size;
};

struct load {
	uint8_t type, pad;
	uint16_t arch;
	uint32_t nr_segments;
	uint64_t segments, entry;
};

struct e820 {
	uint64_t addr, size;
	uint32_t type;
} __attribute__((packed));

/* Hypercall arguments must not be paged out. */
static struct {
	struct range range;
	struct segment seg;
	struct load load;
	int type[4];
	struct e820 map[128];
	struct {
		uint32_t nr, pad;
		uint64_t buf;
	} memmap;
} arg __attribute__((aligned(4096)));

static long hypercall(uint64_t op, uint64_t a, uint64_t b)
{
	struct {
		uint64_t op, arg[5];
	} h = { op, { a, b } };
	static int fd = -1;
	long rc;

	if (fd < 0)
		fd = open("/dev/xen/privcmd", O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		perror("/dev/xen/privcmd");
		exit(1);
	}
	mlockall(MCL_CURRENT | MCL_FUTURE);
	rc = ioctl(fd, _IOC(_IOC_NONE, 'P', 0, sizeof(h)), &h);
	return rc < 0 ? -errno : rc;
}

static long kexec_op(int cmd, void *p)
{
	return hypercall(HYPERVISOR_KEXEC_OP, cmd, (uintptr_t)p);
}

static uint32_t crc32c(uint32_t crc, const void *data, size_t len)
{
	const uint8_t *p = data;
	int i;

	for (crc = ~crc; len--; p++)
		for (crc ^= *p, i = 0; i < 8; i++)
			crc = (crc >> 1) ^ (crc & 1 ? 0x82f63b78U : 0);
	return ~crc;
}

static void get_bank(uint64_t *start, uint64_t *size)
{
	long rc;

	arg.range.range = RANGE_LIVE_UPDATE;
	rc = kexec_op(CMD_GET_RANGE, &arg.range);
	if (rc || !arg.range.size) {
		fprintf(stderr, "no staging bank: %ld\n", rc);
		exit(1);
	}
	*start = arg.range.start;
	*size = arg.range.size;
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
	rc = hypercall(HYPERVISOR_MEMORY_OP, XENMEM_MACHINE_MAP,
		       (uintptr_t)&arg.memmap);
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

static uint64_t put_image(uint8_t *bank, uint64_t start, const char *path,
			  uint64_t *first)
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
		*first = start + ph[i].p_paddr;
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

static int do_load(const char *path, const char *args, int broken)
{
	uint64_t start, size, entry, image = 0;
	struct xlu_memmap_entry map[130];
	struct xlu_handoff h = { 0 };
	char cmdline[2048];
	uint8_t *bank;
	int n;
	long rc;

	get_bank(&start, &size);
	bank = map_mem(start, size);
	memset(bank, 0, XLU_AREA_SIZE);
	entry = put_image(bank, start, path, &image);
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
	h.flags = XLU_HANDOFF_F_LIVE;
	h.self_maddr = start;
	h.area_size = XLU_AREA_SIZE;
	h.entry_maddr = entry;
	h.image_maddr = image;
	/* image_size stays 0: there is no checksum of it. */
	h.cmdline_maddr = start + OFF_CMDLINE;
	h.cmdline_size = strlen(cmdline) + 1;
	h.cmdline_crc = crc32c(0, cmdline, h.cmdline_size) ^ broken;
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
	munmap(bank, size);

	arg.seg = (struct segment){ 0, 0, start, size };
	arg.load = (struct load){ TYPE_LIVE_UPDATE, 0, EM_X86_64, 1,
				  (uintptr_t)&arg.seg, start + XLU_AREA_STUB };
	rc = kexec_op(CMD_LOAD, &arg.load);
	printf("LULOAD load rc=%ld bank %#llx+%#llx entry %#llx\n", rc,
	       (unsigned long long)start, (unsigned long long)size,
	       (unsigned long long)entry);
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

	arg.type[0] = TYPE_LIVE_UPDATE;
	sync();
	m0 = now(CLOCK_MONOTONIC);
	r0 = now(CLOCK_REALTIME);
	rc = kexec_op(CMD_EXEC, arg.type);
	m1 = now(CLOCK_MONOTONIC);
	r1 = now(CLOCK_REALTIME);
	for (prev = m1, i = 0; i < 20000; i++, prev = n) {
		n = now(CLOCK_MONOTONIC);
		back += n < prev;
	}
	printf("LULOAD exec rc=%ld mono +%.3f ms real +%.3f ms backward %d\n",
	       rc, (m1 - m0) * 1e3, (r1 - r0) * 1e3, back);
	return rc != 0;
}

static void print_stamps(const struct xlu_handoff *h)
{
	uint64_t first = 0;
	unsigned int i;

	for (i = 0; i < XLU_NR_STAMPS; i++) {
		if (!h->stamp[i])
			continue;
		if (!first || h->stamp[i] < first)
			first = h->stamp[i];
	}
	for (i = 0; i < XLU_NR_STAMPS; i++)
		if (h->stamp[i] && h->tsc_khz)
			printf("LULOAD phase %2u at %8llu us\n", i,
			       (unsigned long long)(h->stamp[i] - first) * 1000 / h->tsc_khz);
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

	get_bank(&start, &size);
	for (i = -1; i <= 1; i++) {
		at = start + i * (int64_t)size;
		if (!reserved(at, size))
			continue;
		memcpy(&h, map_mem(at, sizeof(h)), sizeof(h));
		if (h.magic != XLU_HANDOFF_MAGIC || h.self_maddr != at)
			continue;
		printf("LULOAD page %#llx phase %u reason %u detail %#llx %#llx ",
		       (unsigned long long)at, h.phase, h.reason,
		       (unsigned long long)h.detail[0],
		       (unsigned long long)h.detail[1]);
		printf("generation %u blob %llu\n", h.generation,
		       (unsigned long long)h.blob_size);
		print_stamps(&h);
	}
	return 0;
}

static int do_simple(int cmd, const char *name)
{
	long rc;

	arg.type[0] = TYPE_LIVE_UPDATE;
	rc = kexec_op(cmd, arg.type);
	printf("LULOAD %s rc=%ld\n", name, rc);
	return rc < 0;
}

int main(int argc, char **argv)
{
	const char *cmd = argc > 1 ? argv[1] : "";
	uint64_t start, size;

	if (!strcmp(cmd, "range")) {
		get_bank(&start, &size);
		printf("LULOAD range %#llx+%#llx\n", (unsigned long long)start,
		       (unsigned long long)size);
		return 0;
	}
	if (!strcmp(cmd, "load") && argc > 2)
		return do_load(argv[2], argc > 3 ? argv[3] : "", 0);
	if (!strcmp(cmd, "break") && argc > 2)
		return do_load(argv[2], argc > 3 ? argv[3] : "", 1);
	if (!strcmp(cmd, "exec"))
		return do_exec();
	if (!strcmp(cmd, "unload"))
		return do_simple(CMD_UNLOAD, "unload");
	if (!strcmp(cmd, "status"))
		return do_simple(CMD_STATUS, "status");
	if (!strcmp(cmd, "report"))
		return do_report();
	fputs("usage: lu-load range | exec | unload | status | report\n"
	      "       lu-load load|break XEN [ARGS]\n", stderr);
	return 2;
}
