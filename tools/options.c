// SPDX-License-Identifier: GPL-2.0-only
/*
 * The options of all commands in one table, and the parser.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/xen-liveupdate.h>

#include "array.h"
#include "hex.h"
#include "messages.h"
#include "options.h"
#include "wait.h"

struct option_info {
	unsigned int bit;
	const char *name;
	char letter;
	const char *value;	/* name of its argument, NULL for none */
	const char *help;
};

static const struct option_info option_infos[] = {
	{ OPT_MODE, "mode", 'm', "cold|live",
	  "cold: domains do not survive; live: they do" },
	{ OPT_CMDLINE, "cmdline", 0, "TEXT",
	  "command line of the new Xen (default: the present one)" },
	{ OPT_KERNEL, "kernel", 0, "FILE",
	  "cold: kernel of the new dom0" },
	{ OPT_INITRD, "initrd", 0, "FILE",
	  "cold: its initial RAM disk" },
	{ OPT_KERNEL_CMDLINE, "kernel-cmdline", 0, "TEXT",
	  "cold: its command line (default: the present one)" },
	{ OPT_BLOB, "blob", 0, "FILE",
	  "cold: state that is handed to the new dom0" },
	{ OPT_SHA256, "sha256", 0, "HEX",
	  "refuse an image with another SHA-256" },
	{ OPT_SIGNED, "signed", 0, NULL,
	  "refuse an image without a signature" },
	{ OPT_LIVE, "live", 'l', NULL,
	  "also make a dry run of a live update on this host" },
	{ OPT_DRY_RUN, "dry-run", 'n', NULL,
	  "check and compute everything, then undo it" },
	{ OPT_WAIT, "wait", 0, "SECONDS",
	  "live: wait so long for transient obstacles (default: 0)" },
	{ OPT_NOTIFY, "notify", 0, "SECONDS",
	  "live: tell the guests by xenstore, so long in advance" },
	{ OPT_REVALIDATE, "revalidate", 0, NULL,
	  "live: validate all page tables again; takes longer" },
	{ OPT_ON_REBOOT, "on-reboot", 0, NULL,
	  "cold: not now, but when this domain reboots" },
	{ OPT_YES, "yes", 'y', NULL,
	  "do not ask" },
	{ OPT_SAVE_BLOB, "save-blob", 0, "FILE",
	  "write the state that was handed over to FILE" },
	{ OPT_FILE, "output", 'o', "FILE",
	  "replace FILE atomically, instead of standard output" },
	{ OPT_JSON, "json", 'j', NULL,
	  "write JSON to standard output" },
	{ OPT_QUIET, "quiet", 'q', NULL,
	  "show errors only" },
	{ OPT_VERBOSE, "verbose", 'v', NULL,
	  "show more" },
	{ OPT_HELP, "help", 'h', NULL,
	  "show this help" },
};

#define NR_INFOS ARRAY_SIZE(option_infos)

void options_help(unsigned int mask)
{
	for (size_t i = 0; i < NR_INFOS; i++) {
		const struct option_info *info = &option_infos[i];
		char left[40], letter[6] = "    ";

		if (!(mask & info->bit))
			continue;
		if (info->letter)
			snprintf(letter, sizeof(letter), "-%c, ", info->letter);
		snprintf(left, sizeof(left), "%s--%s%s%s", letter, info->name,
			 info->value ? " " : "", info->value ? info->value : "");
		printf("  %-30s %s\n", left, info->help);
	}
}

static int parse_mode(struct options *options, const char *text)
{
	if (!strcmp(text, "cold"))
		options->mode = XEN_LIVEUPDATE_MODE_COLD;
	else if (!strcmp(text, "live"))
		options->mode = XEN_LIVEUPDATE_MODE_LIVE;
	else
		return fail(ERR_BAD_MODE, text, NULL);
	return 0;
}

static int parse_seconds(uint32_t *value, const char *text)
{
	const unsigned long max = WAIT_MAX_SECONDS;
	unsigned long seconds;
	char *end;

	/* strtoul() would accept a sign and spaces, too. */
	seconds = *text >= '0' && *text <= '9' ? strtoul(text, &end, 10) : max + 1;
	if (seconds > max || *end)
		return fail(ERR_BAD_WAIT, text, NULL);
	*value = (uint32_t)seconds;
	return 0;
}

static int parse_wait(struct options *options, const char *text)
{
	uint32_t seconds;
	int err = parse_seconds(&seconds, text);

	if (!err)
		options->wait_ms = seconds * 1000;
	return err;
}

/* An empty payload would mean the present command line, so pass a space for an empty one. */
static const char *command_line(const char *value)
{
	return *value ? value : " ";
}

static int store(struct options *options, unsigned int bit, const char *value)
{
	options->given |= bit;
	switch (bit) {
	case OPT_MODE:
		return parse_mode(options, value);
	case OPT_WAIT:
		return parse_wait(options, value);
	case OPT_NOTIFY:
		return parse_seconds(&options->notify_s, value);
	case OPT_SHA256:
		if (!hex_parse(value, options->sha256, sizeof(options->sha256)))
			return fail(ERR_BAD_SHA256, value, NULL);
		break;
	case OPT_CMDLINE:
		options->cmdline = command_line(value);
		break;
	case OPT_KERNEL:
		options->kernel = value;
		break;
	case OPT_INITRD:
		options->initrd = value;
		break;
	case OPT_KERNEL_CMDLINE:
		options->kernel_cmdline = command_line(value);
		break;
	case OPT_BLOB:
		options->blob = value;
		break;
	case OPT_SAVE_BLOB:
		options->save_blob = value;
		break;
	case OPT_FILE:
		options->output = value;
		break;
	}
	return 0;
}

/* Report the option that getopt has rejected, as the user wrote it. */
static int reject(enum error error, char **argv)
{
	char letter[3] = { '-', (char)optopt, '\0' };
	bool is_letter = optopt > 0 && optopt < 0x80;

	return fail(error, is_letter ? letter : argv[optind - 1], NULL);
}

static int misplaced(const struct option_info *info)
{
	char name[32];

	snprintf(name, sizeof(name), "--%s", info->name);
	return fail(ERR_MISPLACED_OPTION, name, NULL);
}

/* Build getopt's arguments from the table; a long option's value is its index. */
static void build_tables(struct option *longs, char *shorts)
{
	*shorts++ = ':';	/* tell a missing value from an unknown option */
	for (size_t i = 0; i < NR_INFOS; i++) {
		const struct option_info *info = &option_infos[i];

		longs[i].name = info->name;
		longs[i].has_arg = info->value ? required_argument : no_argument;
		longs[i].flag = NULL;
		longs[i].val = 0x100 + (int)i;
		if (!info->letter)
			continue;
		*shorts++ = info->letter;
		if (info->value)
			*shorts++ = ':';
	}
	memset(&longs[NR_INFOS], 0, sizeof(*longs));
	*shorts = '\0';
}

static const struct option_info *find_info(int c)
{
	if (c >= 0x100)
		return &option_infos[c - 0x100];
	for (size_t i = 0; i < NR_INFOS; i++) {
		if (option_infos[i].letter == c)
			return &option_infos[i];
	}
	return NULL;
}

int options_parse(struct options *options, unsigned int allowed, bool operand,
		  int argc, char **argv)
{
	struct option longs[NR_INFOS + 1];
	char shorts[2 * NR_INFOS + 2];
	int c, err;

	memset(options, 0, sizeof(*options));
	build_tables(longs, shorts);
	opterr = 0;
	optind = 1;
	while ((c = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		const struct option_info *info;

		if (c == ':')
			return reject(ERR_NO_VALUE, argv);
		if (c == '?')
			return reject(optopt >= 0x100 ? ERR_UNWANTED_VALUE :
				      ERR_UNKNOWN_OPTION, argv);
		info = find_info(c);
		if (!(allowed & info->bit))
			return misplaced(info);
		err = store(options, info->bit, optarg);
		if (err)
			return err;
		if (info->bit == OPT_JSON)
			messages_use_json(true);
	}
	if (has(options, OPT_HELP))
		return 0;

	if (operand && optind < argc)
		options->image = argv[optind++];
	if (optind < argc)
		return fail(ERR_TOO_MANY, argv[optind], NULL);
	if (operand && !options->image)
		return fail(ERR_NO_IMAGE, NULL, NULL);
	return 0;
}
