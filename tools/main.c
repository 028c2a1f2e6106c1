// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-liveupdate - replace the Xen hypervisor from its control domain
 *
 * The table of commands, and help.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "commands.h"
#include "messages.h"

struct command {
	const char *name;
	const char *operand;
	const char *summary;
	const char *text;	/* additional help */
	unsigned int options;
	int (*run)(const struct options *options);
};

static const struct command commands[] = {
	{ "status", NULL, "show what host and driver can do, and what is going on",
	  NULL,
	  OPT_OUTPUT, cmd_status },
	{ "check", "IMAGE", "describe an image; needs no root, no driver and no Xen",
	  "Exit status 1 if the image could not be used for any update.\n"
	  "With --kernel, also if Xen could not boot that as dom0; its --initrd is looked at, too.\n"
	  "--live asks the running Xen, too: needs root and pauses domains for a moment.",
	  OPT_OUTPUT | OPT_SHA256 | OPT_SIGNED | OPT_MODE | OPT_LIVE | OPT_CMDLINE | OPT_WAIT |
	  OPT_REVALIDATE | OPT_KERNEL | OPT_INITRD | OPT_KERNEL_CMDLINE, cmd_check },
	{ "update", "IMAGE", "stage, verify, load, commit and report",
	  "Without --mode, a live update is made if the running Xen offers it, else none.\n"
	  "If the command is interrupted before the commit, nothing has changed.",
	  OPT_OUTPUT | OPT_PAYLOADS | OPT_MODE | OPT_SHA256 | OPT_SIGNED | OPT_DRY_RUN |
	  OPT_YES | OPT_ON_REBOOT | OPT_WAIT | OPT_NOTIFY | OPT_REVALIDATE, cmd_update },
	{ "rollback", NULL, "go back to the Xen that was replaced, by a live update",
	  "After another rollback it is the newer one that was replaced.",
	  OPT_OUTPUT | OPT_DRY_RUN | OPT_SIGNED | OPT_WAIT | OPT_NOTIFY, cmd_rollback },
	{ "stage", "IMAGE", "give image and other files to the driver, which verifies them",
	  "Step 1. The driver keeps what was staged until it is cancelled.",
	  OPT_OUTPUT | OPT_PAYLOADS | OPT_SHA256 | OPT_SIGNED, cmd_stage },
	{ "verify", NULL, "wait for the verdict on the staged image and show it",
	  "Step 2.",
	  OPT_OUTPUT | OPT_SHA256 | OPT_SIGNED, cmd_verify },
	{ "load", NULL, "hand the image to Xen; nothing is paused yet",
	  "Step 3. --mode is required.",
	  OPT_OUTPUT | OPT_MODE | OPT_DRY_RUN | OPT_WAIT | OPT_REVALIDATE, cmd_load },
	{ "commit", NULL, "enter the new Xen",
	  "Step 4. --sha256 says which image is meant, as a script should.",
	  OPT_OUTPUT | OPT_SHA256 | OPT_YES | OPT_ON_REBOOT | OPT_WAIT, cmd_commit },
	{ "cancel", NULL, "drop everything that was staged or loaded",
	  NULL,
	  OPT_HELP | OPT_JSON | OPT_QUIET, cmd_cancel },
	{ "report", NULL, "show how the last update went",
	  "Exit status 1 if it failed.",
	  OPT_OUTPUT | OPT_SAVE_BLOB, cmd_report },
	{ "metrics", NULL, "write state and last update for Prometheus",
	  "In the text format that node_exporter's textfile collector reads. Without a\n"
	  "driver, xen_liveupdate_up is 0.",
	  OPT_HELP | OPT_FILE, cmd_metrics },
};

#define NR_COMMANDS ARRAY_SIZE(commands)

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < NR_COMMANDS; i++) {
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	}
	return NULL;
}

static int show_help(void)
{
	puts("xen-liveupdate - replace the Xen hypervisor from its control domain\n\n"
	     "usage: xen-liveupdate COMMAND [OPTION...]\n\n"
	     "commands:");
	for (size_t i = 0; i < NR_COMMANDS; i++) {
		char left[20];

		snprintf(left, sizeof(left), "%s %s", commands[i].name,
			 commands[i].operand ? commands[i].operand : "");
		printf("  %-14s %s\n", left, commands[i].summary);
	}
	puts("  help COMMAND   show a command's options\n\n"
	     "options:\n"
	     "  --help         show this help\n"
	     "  --version      show the version of this tool\n\n"
	     "exit status: 0 done, 1 refused or failed, 2 wrong usage, 3 no driver\n\n"
	     "examples:\n"
	     "  xen-liveupdate check /boot/xen.gz\n"
	     "  xen-liveupdate check --live /boot/xen.gz\n"
	     "  xen-liveupdate update /boot/xen.gz");
	return EXIT_OK;
}

static int show_command_help(const struct command *command)
{
	printf("usage: xen-liveupdate %s [OPTION...]%s%s\n\n%s\n", command->name,
	       command->operand ? " " : "", command->operand ? command->operand : "",
	       command->summary);
	if (command->text)
		puts(command->text);
	puts("\noptions:");
	options_help(command->options);
	return EXIT_OK;
}

static int cmd_help(const char *name)
{
	const struct command *command;

	if (!name)
		return show_help();
	command = find_command(name);
	if (!command)
		return fail(ERR_UNKNOWN_COMMAND, name, NULL);
	return show_command_help(command);
}

static bool is_one_of(const char *word, const char *one, const char *other)
{
	return !strcmp(word, one) || !strcmp(word, other);
}

static int run(int argc, char **argv)
{
	const struct command *command;
	struct options options;
	int err;

	if (argc < 2)
		return fail(ERR_NO_COMMAND, NULL, NULL);
	if (is_one_of(argv[1], "--version", "-V")) {
		puts("xen-liveupdate " VERSION);
		return EXIT_OK;
	}
	if (is_one_of(argv[1], "--help", "-h") || !strcmp(argv[1], "help"))
		return cmd_help(argv[2]);
	if (argv[1][0] == '-')
		return fail(ERR_UNKNOWN_OPTION, argv[1], NULL);

	command = find_command(argv[1]);
	if (!command)
		return fail(ERR_UNKNOWN_COMMAND, argv[1], NULL);
	err = options_parse(&options, command->options, command->operand,
			    argc - 1, argv + 1);
	if (err)
		return err;
	if (has(&options, OPT_HELP))
		return show_command_help(command);
	return command->run(&options);
}

/* The exit code is not 0 if output could not be written completely. */
int main(int argc, char **argv)
{
	int err = run(argc, argv);

	if ((fflush(stdout) || ferror(stdout)) && !err)
		err = fail(ERR_WRITE_FILE, "standard output", strerror(errno));
	return err;
}
