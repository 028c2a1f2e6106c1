// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmcore - what a crashed Xen has left for its dump kernel
 *
 *	vmcore notes [FILE]	the notes of /proc/vmcore, a line each
 *	vmcore build-id FILE	build id of an image of Xen, unpacked
 *
 * The lines: "cpu rip=X rsp=X cr3=X" for the registers of a CPU, "xen
 * version=MAJOR.MINOR start=X" for what Xen says about itself, "vmcoreinfo KEY=VALUE".
 */
#include <elf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XEN_CRASH_INFO	0x1000001
#define XEN_CRASH_REGS	0x1000002

/* Where they are in the descriptors: struct elf_prstatus, Xen's elfcore.h */
#define PRSTATUS_REGS	112
#define REG_RIP		16
#define REG_RSP		19
#define INFO_MAJOR	0
#define INFO_MINOR	1
#define INFO_START	8

static uint64_t word(const uint8_t *p, unsigned int n)
{
	uint64_t v;

	memcpy(&v, p + n * sizeof(v), sizeof(v));
	return v;
}

static uint8_t *read_file(const char *name, size_t max, size_t *size)
{
	uint8_t *p = malloc(max);
	FILE *f = fopen(name, "r");

	if (!f || !p) {
		perror(name);
		exit(2);
	}
	*size = fread(p, 1, max, f);
	fclose(f);
	return p;
}

static uint32_t align4(uint32_t n)
{
	return (n + 3) & ~3U;
}

static void show_vmcoreinfo(const uint8_t *text, size_t size)
{
	const uint8_t *end = text + strnlen((const char *)text, size);

	while (text < end) {
		const uint8_t *eol = memchr(text, '\n', end - text);
		size_t n = (eol ? eol : end) - text;

		printf("vmcoreinfo %.*s\n", (int)n, text);
		text += n + 1;
	}
}

static void show_note(const Elf64_Nhdr *n, const char *name, const uint8_t *desc)
{
	if (!strcmp(name, "VMCOREINFO_XEN")) {
		show_vmcoreinfo(desc, n->n_descsz);
	} else if (!strcmp(name, "CORE") && n->n_type == NT_PRSTATUS) {
		const uint8_t *regs = desc + PRSTATUS_REGS;

		printf("cpu rip=%#llx rsp=%#llx", (unsigned long long)word(regs, REG_RIP),
		       (unsigned long long)word(regs, REG_RSP));
	} else if (!strcmp(name, "Xen") && n->n_type == XEN_CRASH_REGS) {
		printf(" cr3=%#llx\n", (unsigned long long)word(desc, 2));
	} else if (!strcmp(name, "Xen") && n->n_type == XEN_CRASH_INFO) {
		printf("xen version=%llu.%llu start=%#llx\n",
		       (unsigned long long)word(desc, INFO_MAJOR),
		       (unsigned long long)word(desc, INFO_MINOR),
		       (unsigned long long)word(desc, INFO_START));
	} else {
		printf("other name=%s type=%#x size=%u\n", name, n->n_type, n->n_descsz);
	}
}

static void show_notes(const uint8_t *p, size_t size)
{
	const uint8_t *end = p + size;

	while ((size_t)(end - p) >= sizeof(Elf64_Nhdr)) {
		const Elf64_Nhdr *n = (const void *)p;
		const uint8_t *name = p + sizeof(*n), *desc = name + align4(n->n_namesz);

		if (!n->n_namesz || n->n_namesz > size || n->n_descsz > size ||
		    desc + n->n_descsz > end || name[n->n_namesz - 1])
			break;
		show_note(n, (const char *)name, desc);
		p = desc + align4(n->n_descsz);
	}
}

static int notes(const char *file)
{
	size_t size;
	const uint8_t *p = read_file(file, 1 << 20, &size);
	const Elf64_Ehdr *e = (const void *)p;
	unsigned int i;

	if (size < sizeof(*e) || memcmp(e->e_ident, ELFMAG, SELFMAG) ||
	    e->e_phoff + e->e_phnum * sizeof(Elf64_Phdr) > size) {
		fprintf(stderr, "%s is no dump\n", file);
		return 1;
	}
	for (i = 0; i < e->e_phnum; i++) {
		const Elf64_Phdr *ph = (const Elf64_Phdr *)(p + e->e_phoff) + i;

		if (ph->p_type == PT_NOTE && ph->p_offset + ph->p_filesz <= size)
			show_notes(p + ph->p_offset, ph->p_filesz);
	}
	return 0;
}

static int build_id(const char *file)
{
	static const uint32_t head[] = { 4, 20, NT_GNU_BUILD_ID, 0x00554e47 /* "GNU" */ };
	size_t size, i, j;
	const uint8_t *p = read_file(file, 16 << 20, &size);

	for (i = 0; i + sizeof(head) + head[1] <= size; i += 4) {
		if (memcmp(p + i, head, sizeof(head)))
			continue;
		for (j = 0; j < head[1]; j++)
			printf("%02x", p[i + sizeof(head) + j]);
		putchar('\n');
		return 0;
	}
	fprintf(stderr, "%s has no build id\n", file);
	return 1;
}

int main(int argc, char **argv)
{
	if (argc >= 2 && !strcmp(argv[1], "notes"))
		return notes(argc > 2 ? argv[2] : "/proc/vmcore");
	if (argc == 3 && !strcmp(argv[1], "build-id"))
		return build_id(argv[2]);
	fprintf(stderr, "usage: vmcore notes [FILE] | build-id FILE\n");
	return 2;
}
