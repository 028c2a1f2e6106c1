// SPDX-License-Identifier: GPL-2.0-only
/*
 * Answers to the first so many of an endless series of questions.
 */
#include "same.h"

int main(int argc, char **argv)
{
	struct sample samples[SAMPLES_MAX];
	u32 n, count = argc > 1 ? strtoul(argv[1], NULL, 0) : 10000;
	size_t nr = samples_make(samples);

	for (n = 0; n < count; n++) {
		struct sample mutant = sample_mutant(samples, nr, n);
		const char *is;
		enum xlu_why why = same_judge(&mutant, &is);

		printf("%u %s: %s %s\n", n, mutant.name, xlu_why_word(why), is);
		free(mutant.data);
	}
	return 0;
}
