// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said of files in every wrapping, kernels and RAM disks.
 */
#include "lib/dom0_kernel.h"
#include "judge.h"
#include "samples.h"
#include "test.h"

static enum xlu_why judge(const struct sample *sample)
{
	struct judged judged;
	const char *is;

	switch (sample->payload) {
	case XEN_LIVEUPDATE_PAYLOAD_KERNEL:
		return judge_kernel(sample->data, sample->size, &is);
	case XEN_LIVEUPDATE_PAYLOAD_INITRD:
		return judge_initrd(sample->data, sample->size, &is);
	default:
		return judge_image(&judged, sample->data, sample->size);
	}
}

static void is(const char *data, size_t size, const char *want)
{
	verdict(!strcmp(xlu_file_is(data, size), want), want);
}

static void test_names(void)
{
	is("MZ\x90", 3, "EFI program, such as xen.efi: give xen.gz");
	is("\177ELF\2", 5, "64-bit ELF, such as xen-syms or vmlinux: give xen.gz");
	is("070701", 6, "it looks like an initial RAM disk");
	is("a text\n", 7, "it looks like text");
	is("\1\2\3", 3, "");
}

static void test_roots(void)
{
	verdict(xlu_cmdline_needs_initrd("quiet root=UUID=1 ro"), "a root by UUID");
	verdict(xlu_cmdline_needs_initrd("root=/dev/mapper/vg-root"), "one in a volume");
	verdict(!xlu_cmdline_needs_initrd("root=/dev/sda1"), "a root by name");
	verdict(!xlu_cmdline_needs_initrd("root=PARTUUID=1"), "one by the UUID of a partition");
	verdict(!xlu_cmdline_needs_initrd("not_root=UUID=1 "), "another word");
	verdict(!xlu_cmdline_needs_initrd(""), "none");
}

void test_samples(void)
{
	struct sample samples[SAMPLES_MAX];
	size_t i, nr = samples_make(samples);

	for (i = 0; i < nr; i++) {
		enum xlu_why why = judge(&samples[i]);

		verdict(why == samples[i].why, samples[i].name);
		if (why != samples[i].why)
			printf("# %s instead of %s\n", xlu_why_word(why),
			       xlu_why_word(samples[i].why));
	}
	test_names();
	test_roots();
}
