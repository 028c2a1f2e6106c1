/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Small files of every kind that a payload can be, with what is to be said of each; and
 * the same damaged at random.
 */
#ifndef _SAMPLES_H
#define _SAMPLES_H

#include "lib/image.h"

#define SAMPLES_MAX	96

/**
 * struct sample - a file
 * @name: what it is
 * @payload: XEN_LIVEUPDATE_PAYLOAD_XEN, _KERNEL or _INITRD
 * @why: what is to be said of it
 * @data: allocated
 * @size: bytes
 */
struct sample {
	const char *name;
	u32 payload;
	enum xlu_why why;
	u8 *data;
	size_t size;
};

/* Fills in all of them; their number. */
size_t samples_make(struct sample samples[SAMPLES_MAX]);

/*
 * Sample @n of an endless series: one of @nr, most often damaged. Its data is allocated
 * anew, @why means nothing. The same numbers make the same sample everywhere.
 */
struct sample sample_mutant(const struct sample *samples, size_t nr, u32 n);

#endif /* _SAMPLES_H */
