// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer harness. The first byte of the input tells what the rest is: 0 to
 * 127 a stream, whose magic, version, size and checksum are made right, otherwise
 * a list of changes to the sound stream, from 192 on to that with page state in place:
 *
 *	place (2 bytes, in units of 4), length (1 byte), bytes
 *
 * run.sh writes the first inputs. The Makefile gives fuzz_one_input() the name that
 * libFuzzer calls.
 */
#include <stdlib.h>
#include <string.h>
#include "model.h"
#include "sound.h"

#define MAX_STREAM	0x20000

static void run(uint8_t *buf, size_t size)
{
	struct xen_lu_stream_header *h = (void *)buf;
	struct lu_fault fault;

	if (size >= sizeof(*h)) {
		h->magic = XEN_LU_STREAM_MAGIC;
		h->version = XEN_LU_STREAM_VERSION;
		h->size = size;
		h->reserved = 0;
		sound_seal(buf);
	}
	model_run(buf, size, &fault);
}

static void change(uint8_t *buf, size_t stream, const uint8_t *data, size_t size)
{
	size_t at, len;

	while (size > 3) {
		at = (data[0] | data[1] << 8) * 4 % stream;
		len = data[2];
		if (len > size - 3)
			len = size - 3;
		if (len > stream - at)
			len = stream - at;
		memcpy(buf + at, data + 3, len);
		data += 3 + len;
		size -= 3 + len;
	}
}

int fuzz_one_input(const uint8_t *data, size_t size)
{
	static uint64_t sound[SOUND_MAX / 8];
	size_t sound_size;
	uint8_t *buf;

	if (!size || size > MAX_STREAM)
		return 0;
	if (data[0] < 128) {
		buf = malloc(size);
		memcpy(buf, data + 1, size - 1);
		run(buf, size - 1);
	} else {
		sound_in_place = data[0] >= 192;
		sound_size = sound_stream(sound, sizeof(sound), NULL);
		buf = malloc(sound_size);
		memcpy(buf, sound, sound_size);
		change(buf, sound_size, data + 1, size - 1);
		run(buf, sound_size);
	}
	free(buf);
	return 0;
}
