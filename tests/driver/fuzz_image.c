// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer harness: image parser and signature trailer. The input is a file, once
 * as it is and once with its Multiboot2 checksum set right, or little would get past
 * it. The Makefile gives fuzz_one_input() the name that libFuzzer calls.
 */
#include <stdlib.h>
#include <string.h>

#include "fake_image.h"

static void parse(const u8 *data, size_t size)
{
	struct xlu_image image;

	if (!xlu_image_parse(data, size, &image) && !fake_image_kept_promises(&image, size))
		abort();
}

int fuzz_one_input(const u8 *data, size_t size)
{
	struct xlu_signature sig;
	u8 *copy = malloc(size);

	parse(data, size);
	if (!xlu_image_signature(data, size, &sig) &&
	    (!sig.sig_len || !sig.data_len || sig.sig_offset != sig.data_len ||
	     sig.sig_len >= size - sig.data_len))
		abort();
	xlu_image_compression(data, size);

	memcpy(copy, data, size);
	fake_image_resum(copy, size);
	parse(copy, size);
	free(copy);
	return 0;
}
