// SPDX-License-Identifier: GPL-2.0-only
/*
 * lu-load: image, handoff page, stub and boot information, written into the staging
 * bank and loaded.
 */
#include <elf.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lu-load.h"

#define XENMEM_MACHINE_MAP	10

#define STUB_FILE		"/lib/handoff.bin"

/* Offsets in the area, from its start. */
#define OFF_CMDLINE		XLU_AREA_BOOT_DATA
#define OFF_MEMMAP		(XLU_AREA_BOOT_DATA + 0x2000)
#define OFF_MBI			(XLU_AREA_BOOT_DATA + 0x8000)

struct e820 {
	uint64_t addr, size;
	uint32_t type;
} __attribute__((packed));

struct load_args arg __attribute__((aligned(4096)));

/* Not paged out either */
static struct {
	struct e820 map[128];
	struct {
		uint32_t nr, pad;
		uint64_t buf;
	} memmap;
} e820 __attribute__((aligned(4096)));

long kexec_op(int cmd, void *p)
{
	return xencall(HYPERVISOR_KEXEC_OP, cmd, (uintptr_t)p, 0, 0);
}

void unload(void)
{
	arg.type[0] = KEXEC_TYPE_LIVE_UPDATE;
	kexec_op(KEXEC_UNLOAD, arg.type);
}

/* With the segment that is in @arg */
long load_bank(uint64_t start)
{
	arg.load = (struct kexec_load){ KEXEC_TYPE_LIVE_UPDATE, 0, EM_X86_64, 1,
					(uintptr_t)&arg.seg, start + XLU_AREA_STUB };
	return kexec_op(KEXEC_LOAD, &arg.load);
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

uint8_t *map_mem(uint64_t start, size_t size)
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

/* Make its checksum right. */
void seal_header(struct xlu_handoff *h)
{
	h->crc = crc32c(0, (char *)h + XLU_HANDOFF_CRC_START,
			XLU_HANDOFF_CRC_END - XLU_HANDOFF_CRC_START);
}

/* Memory map as Xen shows it; the bank itself is RAM for the next Xen. */
static int get_memmap(struct xlu_memmap_entry *map, uint64_t bank, uint64_t size)
{
	unsigned int i, n = 0;
	long rc;

	e820.memmap.nr = 120;
	e820.memmap.buf = (uintptr_t)e820.map;
	rc = xencall(HYPERVISOR_MEMORY_OP, XENMEM_MACHINE_MAP, (uintptr_t)&e820.memmap, 0, 0);
	if (rc) {
		fprintf(stderr, "memory map: %ld\n", rc);
		exit(1);
	}
	for (i = 0; i < e820.memmap.nr; i++) {
		struct e820 e = e820.map[i];

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

/* Everything else that the page points at, and where it is */
static void put_boot_data(uint8_t *bank, struct xlu_handoff *h, const char *cmdline)
{
	struct xlu_memmap_entry map[130];

	h->stub_size = put_stub(bank);
	h->cmdline_maddr = h->self_maddr + OFF_CMDLINE;
	h->cmdline_size = strlen(cmdline) + 1;
	h->cmdline_crc = crc32c(0, cmdline, h->cmdline_size);
	memcpy(bank + OFF_CMDLINE, cmdline, h->cmdline_size);
	h->memmap_maddr = h->self_maddr + OFF_MEMMAP;
	h->memmap_nr = get_memmap(map, h->bank_maddr, h->bank_size);
	h->memmap_crc = crc32c(0, map, h->memmap_nr * sizeof(map[0]));
	memcpy(bank + OFF_MEMMAP, map, h->memmap_nr * sizeof(map[0]));
	h->mbi_maddr = h->self_maddr + OFF_MBI;
	h->mbi_size = 0x4000;
}

/* The whole bank, with one thing wrong */
static void put_bank(uint8_t *bank, struct xlu_handoff *h, const char *path, const char *args,
		     enum wrong wrong)
{
	char cmdline[2048];

	memset(bank, 0, XLU_AREA_SIZE);
	h->entry_maddr = put_image(bank, h->bank_maddr, path, h);
	if (wrong == IMAGE)
		bank[h->image_maddr - h->bank_maddr + 0x1000] ^= 1;
	snprintf(cmdline, sizeof(cmdline),
		 "xen %s no-real-mode liveupdate=%lluM@0x%llx", args,
		 (unsigned long long)(h->bank_size >> 20), (unsigned long long)h->bank_maddr);
	put_boot_data(bank, h, cmdline);
	h->cmdline_crc ^= wrong == CMDLINE;
	h->flags = XLU_HANDOFF_F_LIVE | (wrong == DERIVE ? XLU_HANDOFF_F_REVALIDATE : 0);
	seal_header(h);
	memcpy(bank, h, sizeof(*h));
}

static void print_loaded(uint64_t start, bool loaded)
{
	struct xlu_handoff *h = (void *)map_mem(start, sizeof(*h));

	print_result(h);
	if (loaded) {
		printf("LULOAD boot memory needed %llu KiB available %llu KiB predicted %llu us",
		       (unsigned long long)h->boot_needed >> 10,
		       (unsigned long long)h->boot_available >> 10,
		       (unsigned long long)h->predicted_ns / 1000);
		printf(" warnings %#llx\n", (unsigned long long)h->warnings);
	}
	munmap(h, sizeof(*h));
}

int do_load(const char *path, const char *args, enum wrong wrong, unsigned int fail_at)
{
	struct xlu_handoff h = {
		.magic = XLU_HANDOFF_MAGIC,
		.version = XLU_HANDOFF_VERSION,
		.size = sizeof(h),
		.area_size = XLU_AREA_SIZE,
		.fail_at = fail_at,
	};
	uint64_t start, size;
	uint8_t *bank;
	long rc;

	xen_staging_bank(&start, &size);
	h.self_maddr = start;
	h.bank_maddr = start;
	h.bank_size = size;
	/* What is loaded is sealed: it cannot be mapped. */
	unload();
	bank = map_mem(start, size);
	put_bank(bank, &h, path, args, wrong);
	if (wrong != MAPPED)
		munmap(bank, size);

	arg.seg = (struct kexec_segment){ 0, 0, start, size };
	rc = load_bank(start);
	printf("LULOAD load rc=%ld bank %#llx+%#llx entry %#llx\n", rc,
	       (unsigned long long)start, (unsigned long long)size,
	       (unsigned long long)h.entry_maddr);
	print_loaded(start, !rc);
	return rc != 0;
}
