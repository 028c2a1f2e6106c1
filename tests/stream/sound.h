/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A sound stream with every record in it, a machine for it, and ways to spoil it.
 */
#ifndef _XLU_TEST_SOUND_H
#define _XLU_TEST_SOUND_H

#include <xen/liveupdate/stream.h>

#define SOUND_MAX	0xc000
#define SOUND_FRAMES	0x8000
/* EFI_MEMORY_DESCRIPTOR */
struct sound_descriptor {
	uint32_t type, padding;
	uint64_t start, virtual_start, pages, attribute, more;
};

/* More than a word has bits */
#define SOUND_CPUS	70
#define SOUND_WORDS	2
#define SOUND_BANK	0x1000000
#define SOUND_GUEST	5	/* the other domains are 0 ... */
#define SOUND_PVH	9	/* ... a PVH guest ... */
#define SOUND_HVM	11	/* ... and one with devices */
#define SOUND_XSAVE	832	/* bytes of an area with AVX */

/**
 * struct sound_change - how the stream differs from a sound one
 * @type: of the record
 * @domid: its domain
 * @vcpu: its vCPU
 * @copies: 0: leave it out, 2: write it twice
 * @grow: bytes that are added to the body, may be negative
 * @before: write a record of this type first, unless 0 ...
 * @before_size: ... with so many bytes
 */
struct sound_change {
	uint32_t type;
	uint32_t domid;
	uint32_t vcpu;
	int copies;
	int grow;
	uint32_t before;
	uint32_t before_size;
};

/* Page state stays in place: other streams have no records about it. */
extern bool sound_in_place;

size_t sound_stream(void *buf, size_t size, const struct sound_change *change);
void sound_seal(void *buf);
struct lu_machine *sound_machine(void);
int sound_check(const void *buf, size_t size, struct lu_fault *fault);
void *sound_record(void *buf, uint32_t type, uint32_t domid, uint32_t vcpu);

#endif /* _XLU_TEST_SOUND_H */
