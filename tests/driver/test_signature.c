// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finding the signature at the end of a file.
 */
#include <string.h>

#include "lib/image.h"
#include "test.h"

#define MAGIC_LEN	(sizeof(MODULE_SIG_STRING) - 1)
#define TRAILER_LEN	(sizeof(struct module_signature) + MAGIC_LEN)
#define CONTENT		100
#define MESSAGE		40
#define SIZE		(CONTENT + MESSAGE + TRAILER_LEN)

static enum xlu_why find(const u8 *data, size_t size, struct xlu_signature *sig)
{
	u8 *copy = malloc(size + 1);
	enum xlu_why why;

	memcpy(copy + 1, data, size);
	why = xlu_image_signature(copy + 1, size, sig);
	free(copy);
	return why;
}

static void build(u8 *data, u32 sig_len)
{
	const struct module_signature trailer = {
		.id_type = PKEY_ID_PKCS7, .sig_len = htobe32(sig_len),
	};

	memset(data, 0x5a, SIZE);
	memcpy(data + CONTENT + MESSAGE, &trailer, sizeof(trailer));
	memcpy(data + SIZE - MAGIC_LEN, MODULE_SIG_STRING, MAGIC_LEN);
}

static bool found(void)
{
	struct xlu_signature sig;
	u8 data[SIZE];

	build(data, MESSAGE);
	return !find(data, SIZE, &sig) && sig.data_len == CONTENT &&
	       sig.sig_offset == CONTENT && sig.sig_len == MESSAGE;
}

static bool length(u32 sig_len, enum xlu_why why)
{
	struct xlu_signature sig;
	u8 data[SIZE];

	build(data, sig_len);
	return find(data, SIZE, &sig) == why;
}

/* Only the message's length may be another. */
static bool every_byte_of_the_trailer(void)
{
	const size_t first = CONTENT + MESSAGE;
	struct xlu_signature sig;
	enum xlu_why why, wanted;
	u8 data[SIZE];
	size_t at;

	for (at = first; at < SIZE; at++) {
		build(data, MESSAGE);
		data[at] ^= 0x40;
		why = find(data, SIZE, &sig);
		wanted = XLU_WHY_BAD_SIGNATURE;
		if (at >= SIZE - MAGIC_LEN)
			wanted = XLU_WHY_NO_SIGNATURE;
		else if (at == first + offsetof(struct module_signature, sig_len) + 3)
			wanted = XLU_WHY_NONE;	/* 40 + 64 is less than all */
		if (why != wanted)
			return false;
	}
	return true;
}

/* The end stays, so there is a trailer as long as it fits. */
static bool every_length_from_the_front(void)
{
	struct xlu_signature sig;
	enum xlu_why wanted;
	u8 data[SIZE];
	size_t size;

	build(data, MESSAGE);
	for (size = 0; size <= SIZE; size++) {
		wanted = XLU_WHY_NONE;
		if (size < MAGIC_LEN)
			wanted = XLU_WHY_NO_SIGNATURE;
		else if (size <= MESSAGE + TRAILER_LEN)
			wanted = XLU_WHY_BAD_SIGNATURE;
		if (find(data + SIZE - size, size, &sig) != wanted)
			return false;
		if (wanted == XLU_WHY_NO_SIGNATURE && sig.data_len != size)
			return false;
	}
	return true;
}

static bool every_length_from_the_end(void)
{
	struct xlu_signature sig;
	u8 data[SIZE];
	size_t size;

	build(data, MESSAGE);
	for (size = 0; size < SIZE; size++)
		if (find(data, size, &sig) != XLU_WHY_NO_SIGNATURE || sig.data_len != size ||
		    sig.sig_len)
			return false;
	return true;
}

void test_signature(void)
{
	verdict(found(), "a signature");
	verdict(length(0, XLU_WHY_BAD_SIGNATURE), "empty signature");
	verdict(length(CONTENT + MESSAGE - 1, XLU_WHY_NONE), "one byte that is signed");
	verdict(length(CONTENT + MESSAGE, XLU_WHY_BAD_SIGNATURE), "nothing that is signed");
	verdict(length(0xffffffff, XLU_WHY_BAD_SIGNATURE) &&
		length(0x80000000, XLU_WHY_BAD_SIGNATURE), "signature of gigabytes");
	verdict(every_byte_of_the_trailer(), "every byte of the trailer");
	verdict(every_length_from_the_front(), "cut at the front");
	verdict(every_length_from_the_end(), "cut at the end");
}
