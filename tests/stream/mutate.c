// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random streams: the sound one with a few changes, header and checksum made
 * right afterwards so that they reach the checks of records. Each has to be
 * refused with a reason, or to be accepted and to be usable.
 *
 *	mutate [STREAMS [SEED]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xen/lib.h>
#include <xen-liveupdate/names.h>
#include "model.h"
#include "sound.h"

#define STREAMS		120000
#define SEED		4711
#define MAX_RECORDS	128
#define NR_REASONS	32

static uint64_t state;

/* xorshift64*: the same everywhere */
static uint32_t below(uint32_t limit)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (state * 0x2545f4914f6cdd1dULL >> 32) % limit;
}

struct record {
	const uint8_t *at;
	size_t size;
};

static struct record records[MAX_RECORDS];
static int nr_records;
static uint64_t sound[SOUND_MAX / 8];

/* The records with their headers, END among them. */
static void split(void)
{
	const struct xen_lu_record *rec;
	const uint8_t *p = (const uint8_t *)sound + sizeof(struct xen_lu_stream_header);

	do {
		rec = (const void *)p;
		records[nr_records].at = p;
		records[nr_records].size = sizeof(*rec) + ((rec->length + 7) & ~7U);
		p += records[nr_records++].size;
	} while (rec->type != XEN_LU_REC_END);
}

/* Put the records together again, now and then not all of them or not in order. */
static size_t rebuild(uint8_t *out)
{
	size_t pos = sizeof(struct xen_lu_stream_header);
	int victim = below(8) ? -1 : (int)below(nr_records);
	int kind = below(3), i, j;

	memcpy(out, sound, pos);
	for (i = 0; i < nr_records; i++) {
		j = i;
		if (i == victim && kind == 0)
			continue;
		if (i == victim && kind == 1)
			j = below(nr_records);
		memcpy(out + pos, records[j].at, records[j].size);
		pos += records[j].size;
		if (i == victim && kind == 2) {
			memcpy(out + pos, records[i].at, records[i].size);
			pos += records[i].size;
		}
	}
	return pos;
}

static uint64_t interesting(uint64_t old)
{
	static const uint64_t values[] = {
		0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 31, 32, 63, 64, 255, 256, 511, 512, 4095, 4096,
		0x7fff, 0x7ff0, 0x7ff4, 0x8000, 0xffff, 0x10000, 0x1ffff, 0x20000, 0x7fffffff,
		0x80000000, 0xffffffff, 1ULL << 47, 1ULL << 52, ~0ULL >> 1, 1ULL << 63, ~0ULL,
	};

	switch (below(4)) {
	case 0:
		return old ^ (1ULL << below(64));
	case 1:
		return old + 1 + below(4);
	case 2:
		return old - 1 - below(4);
	}
	return values[below(ARRAY_SIZE(values))];
}

/* Small bodies are where the meaning is: choose the record first, then the place. */
static void change(uint8_t *out)
{
	size_t width = 1 << below(4), at;
	const struct record *r = &records[below(nr_records)];
	uint64_t value = 0;

	at = r->at - (const uint8_t *)sound + below(r->size / width) * width;
	memcpy(&value, out + at, width);
	value = interesting(value);
	memcpy(out + at, &value, width);
}

static uint8_t *make(size_t *size)
{
	static uint64_t space[2 * SOUND_MAX / 8];
	struct xen_lu_stream_header *h;
	int n = 1 + below(3);
	uint8_t *buf;

	*size = rebuild((uint8_t *)space);
	while (n--)
		change((uint8_t *)space);
	/* In memory of its own: a byte read behind it is noticed. */
	buf = malloc(*size);
	memcpy(buf, space, *size);
	h = (void *)buf;
	h->size = *size;
	sound_seal(buf);
	return buf;
}

/* Half of them from each of the two sound streams. */
static int run_streams(uint32_t streams, bool in_place, uint32_t *reasons)
{
	struct lu_fault fault;
	uint8_t *buf;
	size_t size;

	sound_in_place = in_place;
	nr_records = 0;
	if (!sound_stream(sound, sizeof(sound), NULL))
		return 1;
	split();
	while (streams--) {
		buf = make(&size);
		model_run(buf, size, &fault);
		reasons[fault.reason % NR_REASONS]++;
		free(buf);
	}
	return 0;
}

int main(int argc, char **argv)
{
	uint32_t streams = argc > 1 ? strtoul(argv[1], NULL, 0) : STREAMS;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : SEED;
	uint32_t reasons[NR_REASONS] = { 0 }, i;

	state = seed | 1;
	printf("# seed %llu\n", (unsigned long long)seed);
	fflush(stdout);
	if (run_streams(streams / 2, false, reasons) || run_streams(streams / 2, true, reasons))
		return 1;
	for (i = 0; i < NR_REASONS; i++)
		if (reasons[i])
			printf("# %7u %s\n", reasons[i], i ? xlu_reason_name(i) : "accepted");
	/* Neither may be rare, or this tests nothing. */
	if (reasons[0] < streams / 50 || reasons[XLU_REASON_BAD_RECORD] < streams / 10) {
		printf("not ok - too few streams of one kind\n");
		return 1;
	}
	return 0;
}
