// SPDX-License-Identifier: GPL-2.0-only
/*
 * uapi-test - tests of /dev/xen-liveupdate, for dom0
 *
 *	uapi-test works		two correct updates but for the commit
 *	uapi-test arguments	every field of every call, and what is no call
 *	uapi-test states	every call in every state
 *	uapi-test owners	who may open and call what
 *	uapi-test buffers	writing, mapping and sealing
 *	uapi-test images	what the driver has to refuse
 *	uapi-test bank		an image that a live update's bank cannot hold
 *	uapi-test uploads	writing to sysfs as programs do
 *	uapi-test around	what lies around the bank, under hostile images
 *	uapi-test fetch		an argument that changes while it is read
 *	uapi-test agents	agents that die with a live update under way
 *	uapi-test blob		reading and mapping what a cold update has handed over
 *	uapi-test cancel	CANCEL at every step
 *	uapi-test kill		SIGKILL at every step
 *	uapi-test unload	module unload at every step
 *	uapi-test verify FILE FLAGS ERRNO REASON
 *				one file; ERRNO is 0 or a name
 *
 * Prints a line "ok - TEXT" or "not ok - TEXT" for each result. A commit is asked
 * for only where it has to be refused, or for the next reboot.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "device.h"

static void test_works(void)
{
	int fd = dev_open(O_RDWR);

	if (fd < 0)
		die(XEN_LIVEUPDATE_DEVICE);
	works(fd, "nothing");
	works(fd, "another");
	close(fd);
}

static const struct {
	const char *name;
	void (*run)(void);
} tests[] = {
	{ "works", test_works },
	{ "arguments", test_arguments },
	{ "states", test_states },
	{ "owners", test_owners },
	{ "buffers", test_buffers },
	{ "images", test_images },
	{ "bank", test_bank },
	{ "around", test_around },
	{ "uploads", test_uploads },
	{ "fetch", test_fetch },
	{ "agents", test_agents },
	{ "blob", test_blob },
	{ "cancel", test_cancel },
	{ "kill", test_kill },
	{ "unload", test_unload },
};

int main(int argc, char **argv)
{
	unsigned int i;

	if (argc == 6 && !strcmp(argv[1], "verify")) {
		test_verify(argv[2], argv[3], argv[4], argv[5]);
		return results();
	}
	for (i = 0; argc == 2 && i < ARRAY_SIZE(tests); i++) {
		if (strcmp(argv[1], tests[i].name))
			continue;
		tests[i].run();
		return results();
	}
	fprintf(stderr, "usage: uapi-test TEST; the top of its source lists them\n");
	return 2;
}
