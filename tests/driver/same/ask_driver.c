// SPDX-License-Identifier: GPL-2.0-only
/*
 * In dom0: the driver and the tool are asked about the same files.
 *
 *	same-verdict FIRST COUNT
 *
 * Files are given to the driver in turns as a file that it reads and through a buffer.
 * Prints a line for every difference, and one result.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "same/same.h"
#include "uapi/device.h"

#define REASON	64

/* What the driver said; "none" if it said nothing. */
static void take_reason(int fd, int ret, char *reason, char *is)
{
	struct xen_liveupdate_status status = dev_status(fd);

	snprintf(reason, REASON, "%s", ret ? (char *)status.reason : "none");
	snprintf(is, REASON, "%s", ret ? (char *)status.explanation : "");
}

static int stage(int fd, const struct sample *sample, bool as_file)
{
	int file, ret;

	if (!as_file) {
		ret = dev_stage(fd, sample->payload, sample->data, sample->size);
		return ret ? ret : dev_seal(fd, sample->payload, NULL);
	}
	file = memfd_create("sample", MFD_CLOEXEC);
	if (file < 0 || write(file, sample->data, sample->size) != (ssize_t)sample->size)
		die("a file");
	ret = dev_stage_file(fd, sample->payload, file);
	close(file);
	return ret;
}

/* What is booted besides is looked at with a good image only. */
static void ask_driver(int fd, const struct sample *sample, const struct sample *image,
		       bool as_file, char *reason, char *is)
{
	int ret = 0;

	if (sample->payload != XEN) {
		ret = stage(fd, image, false);
		if (!ret)
			ret = dev_verify(fd, 0);
		if (!ret && sample->payload == INITRD)
			stage_small_kernel(fd);
		if (ret)
			die("a good image");
	}
	ret = stage(fd, sample, as_file);
	if (!ret)
		ret = sample->payload == XEN ? dev_verify(fd, 0) : dev_load(fd, COLD, DRY_RUN);
	take_reason(fd, ret, reason, is);
	go_home(fd);
}

static bool same(int fd, const struct sample *sample, const struct sample *image, uint32_t n)
{
	char reason[REASON], is[REASON];
	const char *text, *word;

	word = xlu_why_word(same_judge(sample, &text));
	ask_driver(fd, sample, image, n % 2, reason, is);
	if (!strcmp(word, reason) && !strcmp(text, is))
		return true;
	printf("# %u, %s: tool: %s %s; driver: %s %s\n", n, sample->name, word, text, reason, is);
	return false;
}

int main(int argc, char **argv)
{
	struct sample samples[SAMPLES_MAX];
	uint32_t first = argc > 1 ? strtoul(argv[1], NULL, 0) : 0;
	uint32_t count = argc > 2 ? strtoul(argv[2], NULL, 0) : 200;
	size_t nr = samples_make(samples);
	/* Of those that are made here none can be loaded. */
	struct blob real = read_file(XEN_GZ);
	struct sample image = { "Xen", XEN, XLU_WHY_NONE, real.data, real.size };
	int fd = dev_open(O_RDWR);
	uint32_t n, differ = 0;

	if (fd < 0)
		die(XEN_LIVEUPDATE_DEVICE);
	for (n = first; n < first + count; n++) {
		struct sample mutant = sample_mutant(samples, nr, n);

		differ += !same(fd, &mutant, &image, n);
		free(mutant.data);
	}
	ok(!differ, "of %u files from %u on, tool and driver say the same", count, first);
	close(fd);
	return results();
}
