// SPDX-License-Identifier: GPL-2.0-only
/*
 * Images damaged at random: the parser accepts or refuses, and what it accepts has
 * what image.h promises. Without a fuzzer, so that it is the same on every machine.
 */
#include <string.h>
#include <sys/stat.h>

#include "fake_image.h"
#include "test.h"

#define NR_MUTATIONS	40000	/* of the small image */
#define NR_REAL		4000	/* of each real one */
#define MAX_CHANGES	4
#define CHANGE_SIZE	4

static unsigned int outcome[XLU_NR_WHY];

/* Bounds, and what is next to them */
static u32 interesting(void)
{
	static const u32 base[] = {
		0, 1, 8, 16, 0x100, 0x1000, 0x8000, 0x10000, FAKE_LOW, FAKE_DATA_AT,
		0x400000, XLU_IMAGE_MAX_SPAN, 0x7fffffff, 0x80000000, 0xfffff000, 0xffffffff,
	};

	return base[below(ARRAY_SIZE(base))] + below(3) - 1;
}

/* Where most of the bytes are that are looked at */
static size_t somewhere(size_t size)
{
	switch (below(4)) {
	case 0:
		return below(min_t(u32, size, FAKE_CODE));
	case 1:
		return below(min_t(u32, size, FAKE_BUILD_ID));
	case 2:
		return below(min_t(u32, size, FAKE_SIZE));
	default:
		return below(size);
	}
}

static void change(u8 *data, size_t at, size_t size)
{
	u32 value;

	switch (below(4)) {
	case 0:
		data[at] ^= 1 << below(8);
		break;
	case 1:
		data[at] = random();
		break;
	default:
		at &= ~(size_t)3;
		value = one_in(2) ? interesting() :
			fake_get32(data, at) + below(0x2001) - 0x1000;
		fake_put(data, at, value, min_t(size_t, CHANGE_SIZE, size - at));
	}
}

static bool sound_outcome(const u8 *data, size_t size)
{
	struct xlu_signature sig;
	struct xlu_image image;
	enum xlu_why why;

	why = xlu_image_parse(data, size, &image);
	outcome[!why && image.bad_notes ? XLU_WHY_DAMAGED_NOTE : why]++;
	if (!why && !fake_image_kept_promises(&image, size))
		return false;
	why = xlu_image_signature(data, size, &sig);
	return why || (sig.sig_len && sig.data_len + sig.sig_len < size);
}

/* Up to MAX_CHANGES, undone afterwards: real images are large. */
static bool mutate(u8 *data, size_t size)
{
	struct {
		size_t at;
		u8 was[CHANGE_SIZE];
	} undo[MAX_CHANGES];
	u8 was_sum[4] = { 0 };
	int nr = 1 + below(MAX_CHANGES);
	bool good;
	int i;

	for (i = 0; i < nr; i++) {
		undo[i].at = somewhere(size - CHANGE_SIZE) & ~(size_t)3;
		memcpy(undo[i].was, data + undo[i].at, CHANGE_SIZE);
		change(data, undo[i].at + below(CHANGE_SIZE), size);
	}
	good = sound_outcome(data, one_in(8) ? below(size) : size);
	if (size == FAKE_SIZE) {
		memcpy(was_sum, data + FAKE_MB2 + 12, sizeof(was_sum));
		fake_image_resum(data, size);
		good &= sound_outcome(data, size);
		memcpy(data + FAKE_MB2 + 12, was_sum, sizeof(was_sum));
	}
	while (i--)
		memcpy(data + undo[i].at, undo[i].was, CHANGE_SIZE);
	return good;
}

static bool mutate_often(u8 *data, size_t size, int nr)
{
	bool good = true;

	while (nr--)
		good &= mutate(data, size);
	return good;
}

static u8 *read_file(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	struct stat st;
	u8 *data = NULL;

	if (file && !fstat(fileno(file), &st)) {
		*size = st.st_size;
		data = malloc(*size);
		if (fread(data, 1, *size, file) != *size) {
			free(data);
			data = NULL;
		}
	}
	if (file)
		fclose(file);
	return data;
}

static bool real_image(const char *path)
{
	struct xlu_image image;
	enum xlu_why why;
	bool good = false;
	size_t size;
	u8 *data;

	data = read_file(path, &size);
	if (!data) {
		perror(path);
		return false;
	}
	why = xlu_image_parse(data, size, &image);
	printf("# %s: %s, %u segments, %#llx bytes, build id %s, %s\n", path, xlu_why_word(why),
	       image.nr_loads, (unsigned long long)(image.high - image.low), image.build_id,
	       image.has_note ? image.note.version : "no note");
	if (!why)
		good = fake_image_kept_promises(&image, size) && image.build_id[0] &&
		       mutate_often(data, size, NR_REAL);
	free(data);
	return good;
}

/* All that the parser can say has to come up, or the images were not varied enough. */
static bool every_reason_came_up(void)
{
	static const enum xlu_why may[] = {
		XLU_WHY_NONE, XLU_WHY_TRUNCATED, XLU_WHY_NOT_AN_IMAGE, XLU_WHY_BAD_ELF,
		XLU_WHY_WRONG_ARCH, XLU_WHY_BAD_SEGMENT, XLU_WHY_BAD_ENTRY,
		XLU_WHY_NO_MULTIBOOT2, XLU_WHY_BAD_MULTIBOOT2, XLU_WHY_NOT_RELOCATABLE,
		XLU_WHY_DAMAGED_NOTE, XLU_WHY_TOO_LARGE,
	};
	unsigned int sum = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(may); i++) {
		printf("# %6u %s\n", outcome[may[i]], xlu_why_word(may[i]));
		sum += outcome[may[i]];
		if (!outcome[may[i]])
			return false;
	}
	printf("# %u images in all\n", sum);
	for (i = 0; i < XLU_NR_WHY; i++)
		sum -= outcome[i];
	return !sum;
}

void test_mutations(const char * const *path, int nr)
{
	u8 *data = malloc(FAKE_SIZE);
	int i;

	fake_image_build(data);
	verdict(mutate_often(data, FAKE_SIZE, NR_MUTATIONS), "damaged images");
	free(data);
	for (i = 0; i < nr; i++)
		verdict(real_image(path[i]), "a real image, whole and damaged");
	verdict(every_reason_came_up(), "every reason came up");
}
