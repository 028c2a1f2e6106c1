// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the driver's pure part on the host, under sanitizers.
 *
 *	unit [IMAGE...]		all of them; inflated Xen images are used as well
 *	unit --seeds DIR	a corpus for the fuzzer
 *
 * SEED in the environment chooses the random numbers.
 */
#include <string.h>

#include "fake_image.h"
#include "test.h"

static int passed, failed;

void verdict(bool good, const char *what)
{
	printf("%s - %s\n", good ? "ok" : "not ok", what);
	if (good)
		passed++;
	else
		failed++;
}

u32 below(u32 limit)
{
	return random() % limit;
}

bool one_in(u32 n)
{
	return !below(n);
}

int main(int argc, char **argv)
{
	const char *seed = getenv("SEED");

	if (argc == 3 && !strcmp(argv[1], "--seeds"))
		return fake_image_seeds(argv[2]);
	srandom(seed ? strtoul(seed, NULL, 0) : 1);
	printf("# seed %s\n", seed ? seed : "1");
	test_state();
	test_reason();
	test_image();
	test_mutations((const char * const *)argv + 1, argc - 1);
	test_signature();
	test_placement();
	test_lowmem();
	test_cmdline();
	test_samples();
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
