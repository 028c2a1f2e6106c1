/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command line.
 */
#ifndef TOOLS_OPTIONS_H
#define TOOLS_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/* Which options a command takes. */
#define OPT_JSON		0x0001
#define OPT_QUIET		0x0002
#define OPT_VERBOSE		0x0004
#define OPT_MODE		0x0008
#define OPT_CMDLINE		0x0010
#define OPT_KERNEL		0x0020
#define OPT_INITRD		0x0040
#define OPT_KERNEL_CMDLINE	0x0080
#define OPT_BLOB		0x0100
#define OPT_SHA256		0x0200
#define OPT_SIGNED		0x0400
#define OPT_DRY_RUN		0x0800
#define OPT_YES			0x1000
#define OPT_ON_REBOOT		0x2000
#define OPT_SAVE_BLOB		0x4000
#define OPT_HELP		0x8000
#define OPT_LIVE		0x10000
#define OPT_WAIT		0x20000
#define OPT_FILE		0x40000
#define OPT_NOTIFY		0x80000
#define OPT_REVALIDATE		0x100000

#define OPT_OUTPUT	(OPT_HELP | OPT_JSON | OPT_QUIET | OPT_VERBOSE)
#define OPT_COLD	(OPT_KERNEL | OPT_INITRD | OPT_KERNEL_CMDLINE | OPT_BLOB)
#define OPT_PAYLOADS	(OPT_CMDLINE | OPT_COLD)

/**
 * struct options - the parsed command line
 * @given: OPT_* that were on the command line
 * @image: the operand, NULL if there was none
 * @mode: XEN_LIVEUPDATE_MODE_*, 0 if not given
 * @sha256: valid if OPT_SHA256 is in @given
 * @wait_ms: live: how long to wait for a transient condition to clear, 0 if not given
 * @notify_s: live: how long before the pause guests are notified, valid with OPT_NOTIFY
 * @cmdline: value of --cmdline, NULL if not given, as for all below
 * @kernel: value of --kernel
 * @initrd: value of --initrd
 * @kernel_cmdline: value of --kernel-cmdline
 * @blob: value of --blob
 * @save_blob: value of --save-blob
 * @output: value of --output
 */
struct options {
	unsigned int given;
	const char *image;
	unsigned int mode;
	uint8_t sha256[32];
	uint32_t wait_ms;
	uint32_t notify_s;
	const char *cmdline;
	const char *kernel;
	const char *initrd;
	const char *kernel_cmdline;
	const char *blob;
	const char *save_blob;
	const char *output;
};

static inline bool has(const struct options *options, unsigned int option)
{
	return options->given & option;
}

/* Should progress be hidden? With --verbose it is shown in addition to JSON. */
static inline bool wants_quiet(const struct options *options)
{
	return has(options, OPT_QUIET | OPT_JSON) && !has(options, OPT_VERBOSE);
}

/* Print one line for each of the options in @mask to standard output. */
void options_help(unsigned int mask);

/*
 * Parse the command line after the command's name, which is @argv[0]. 0, or the exit
 * code after a message.
 */
int options_parse(struct options *options, unsigned int allowed, bool operand,
		  int argc, char **argv);

#endif /* TOOLS_OPTIONS_H */
