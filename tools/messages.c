// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages for errors: description, cause and remedy.
 */
#include <stdio.h>
#include <string.h>

#include "lib/json.h"
#include "lib/utf8.h"

#include "array.h"
#include "messages.h"
#include "progress.h"

#define PROGRAM "xen-liveupdate"

struct message {
	enum exit_code code;
	const char *what;
	const char *remedy;
};

/* Indexed by enum error, which is made from the same list. */
static const struct message messages[NR_ERRORS] = {
#define MESSAGE(name, code, what, remedy) { code, what, remedy },
#include "error_list.h"
#undef MESSAGE
};

static const struct explanation explanations[] = {
	/* the image */
	{ "truncated", "the file ends too early",
	  "get the file again" },
	{ "not-an-image", "the file is not a Xen image",
	  "give the file of a Xen for x86-64, such as /boot/xen.gz" },
	{ "bad-compression", "the compressed data is damaged or ends too early",
	  "get the file again" },
	{ "trailing-data", "the file has more data after its compressed data, or a second stream",
	  "unpack the file and pack it again as one" },
	{ "xz-options", "xz data with a check (CRC64 is the default) or filter unknown to Linux",
	  "pack it again with \"xz --check=crc32\"" },
	{ "large-window", "compressed data that refers back by more than 64 MiB",
	  "pack it again with \"zstd -19\" or \"xz -9 --check=crc32\"" },
	{ "no-decompressor", "this kernel cannot inflate this kind of compression",
	  "inflate the file first" },
	{ "bad-elf", "the ELF headers contradict each other",
	  "get the file again" },
	{ "wrong-arch", "not the 32-bit ELF file that boot loaders take as Xen for x86-64",
	  "give a Xen for x86-64, such as /boot/xen.gz" },
	{ "bad-segment", "a segment of the image has a forbidden address, size or type",
	  "get the file again" },
	{ "bad-entry", "the entry point lies outside of the image",
	  "get the file again" },
	{ "no-multiboot2", "the image has no Multiboot2 header",
	  "give xen.gz, not xen.efi and not a dom0 kernel" },
	{ "bad-multiboot2", "the Multiboot2 header is damaged",
	  "get the file again" },
	{ "not-relocatable", "the image insists on a fixed address",
	  "give a Xen of version 4.8 or newer" },
	{ "damaged-note", "the note that says which state the image can take over is damaged",
	  "get the file again" },
	{ "too-large", "larger than the limit",
	  "\"xen-liveupdate status --verbose\" shows the limits" },
	{ "not-a-file", "not a regular file, an empty one, or one opened for direct I/O",
	  "give the name of the file itself" },
	/* dom0's kernel and RAM disk, for a cold update */
	{ "bad-kernel", "dom0's kernel is neither bzImage nor ELF for x86-64 that Xen can boot",
	  "give the kernel itself, such as /boot/vmlinuz-...; --initrd takes the RAM disk" },
	{ "truncated-kernel", "the file of dom0's kernel ends too early",
	  "get the file again" },
	{ "no-pv-kernel", "dom0's kernel cannot run in a PV domain",
	  "give one that was built with CONFIG_XEN_PV" },
	{ "bad-initrd", "the initial RAM disk has no format that Linux knows",
	  "give the RAM disk itself, such as /boot/initrd.img-...; --kernel takes the kernel" },
	/* trust */
	{ "bad-digest", "the digest is not the expected one",
	  "get the file again" },
	{ "bad-signature", "the signature does not match the image",
	  "get the file again, with its signature" },
	{ "unknown-key", "the image is signed with a key that this host does not know",
	  "add the key to the kernel's trusted keys or to the driver's keyring" },
	{ "key-rejected", "the key that signed the image may not be used for this",
	  "sign with a key that this host trusts" },
	{ "no-signature", "image or dom0 kernel is not signed, and this host requires it",
	  "use signed ones" },
	{ "locked-down", "the kernel is locked down, and image or dom0 kernel is not signed",
	  "use signed ones" },
	{ "lsm-refused", "a security module refused the file",
	  "see its log; the policy has to allow reading of kexec images" },
	/* loading and running */
	{ "no-live-update", "the running Xen offers no live update",
	  "live needs a Xen built for it and booted with liveupdate=SIZE" },
	{ "unsupported-stream", "the image does not take over the state of the running Xen",
	  "use a Xen that is built for live updates, of a version near the running one" },
	{ "unsupported-handoff", "the image does not know this driver's handoff page",
	  "use a Xen of a version near the running one" },
	{ "host-busy", "a transient obstacle prevents the update",
	  "try again in a moment, or let --wait do that" },
	{ "missing-payload", "a payload that this mode needs was not staged",
	  "cold: stage the dom0 kernel, too" },
	{ "not-sealed", "a payload was not sealed, so it may be incomplete",
	  "SEAL every payload before LOAD" },
	{ "cmdline-too-long", "a command line has more than 1023 bytes, which Xen would cut off",
	  "shorten it; the driver's own words count, too" },
	{ "no-low-memory", "the firmware keeps the memory below 640 KiB that Xen's entry needs",
	  "reboot the host instead of updating it" },
	{ "no-acpi", "the new dom0 would not find the ACPI tables",
	  "boot this dom0 with ACPI and not locked down, or reboot" },
	{ "no-room", "the machine's memory has no place for all parts of the update",
	  "use smaller files, or, for a live update, a larger liveupdate=SIZE" },
	{ "out-of-memory", "too little free memory",
	  "free memory of dom0, or leave more of it to Xen" },
	{ "no-cold-update", "the running Xen, or the kind of its dom0, offers no cold update",
	  "cold needs a Xen that was built with kexec, and a PV dom0" },
	{ "flask-policy", "FLASK's policy is a boot module, which an update does not load",
	  "give a command line with flask=late, or flask=enforcing if the policy is built in" },
	{ "kexec-in-use", "an image that kexec has loaded would be entered or lost",
	  "drop it with \"kexec -u\"" },
	{ "bank-in-use", "an image that somebody else has loaded lies in the staging bank",
	  "unload it with the program that loaded it" },
	{ "xen-refused", "the hypervisor refused",
	  "\"xl dmesg\" has the cause" },
	{ "io-error", "the file could not be read", NULL },
	{ "cancelled", "cancelled", NULL },
	{ "went-back", "the new Xen could not take over, the old one continues",
	  "\"xen-liveupdate report\" has phase and reason" },
	/* phases after the jump: enum xlu_reason */
	{ "bad-magic", "there is no handoff page, or no state, at the expected address",
	  NULL },
	{ "bad-version", "old and new side use different versions of handoff page or state", NULL },
	{ "bad-size", "a size differs from the expected one", NULL },
	{ "bad-crc", "a checksum does not match", NULL },
	{ "bad-address", "a part of the update has a forbidden address", NULL },
	{ "bad-field", "a field of the handoff page has an invalid value", NULL },
	{ "reserved-set", "a reserved field of the handoff page is in use", NULL },
	{ "overlap", "two parts of the update overlap in memory", NULL },
	{ "bad-extent", "the list of the blob's pieces is damaged", NULL },
	{ "bad-memmap", "the memory map is damaged", NULL },
	{ "no-space", "an area of the update is too small", NULL },
	{ "bad-blob", "the state blob changed on its way", NULL },
	{ "bad-image", "the new Xen changed after it was loaded", NULL },
	{ "bad-module", "dom0's kernel or initial RAM disk changed after it was loaded", NULL },
	{ "no-long-mode", "the processor has no 64-bit mode", NULL },
	{ "exception", "the processor raised an exception", NULL },
	{ "bad-record", "a state record is damaged", NULL },
	{ "unknown-record", "the new Xen does not know a state record", NULL },
	{ "missing-record", "a state record is missing", NULL },
	{ "panic", "the new Xen panicked", NULL },
	{ "restore", "a domain could not be restored", NULL },
	{ "injected", "a fault that a test asked for", NULL },
	{ "unsupported", "a property of host or domain prevents live updates",
	  "\"xl dmesg\" names it: remove the cause, or migrate or stop the domain" },
	{ "bank-mapped", "a domain still has the staging bank mapped",
	  "end the program that maps it" },
	{ "bad-note", "the new Xen's note does not fit the running Xen, or is damaged",
	  "use a Xen that is built for live updates, of a version near the running one" },
	{ "busy", "a transient obstacle prevented the update",
	  "try again in a moment, or let --wait do that" },
	{ "no-memory", "Xen has too little free memory",
	  "leave more of it to Xen" },
};

static bool use_json;
static void (*put_more)(struct json *json);

void messages_use_json(bool json)
{
	use_json = json;
}

void messages_append(void (*put)(struct json *json))
{
	put_more = put;
}

const struct explanation *explain(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(explanations); i++) {
		if (!strcmp(explanations[i].word, word))
			return &explanations[i];
	}
	return NULL;
}

/* The text with its subject filled in. */
static void compose(char *out, size_t size, const char *what, const char *subject)
{
	const char *place = strstr(what, "%s");

	if (place)
		snprintf(out, size, "%.*s%s%s", (int)(place - what), what,
			 subject ? subject : "it", place + 2);
	else
		snprintf(out, size, "%s", what);
}

static int tell(enum error error, const char *subject, const char *why,
		const char *word, const char *remedy)
{
	const struct message *message = &messages[error];
	char what[512];

	compose(what, sizeof(what), message->what, subject);
	if (!remedy)
		remedy = message->remedy;

	progress_end(false);
	fflush(stdout);
	fputs(PROGRAM ": ", stderr);
	put_printable(stderr, what);
	fputs(why ? ": " : "", stderr);
	put_printable(stderr, why ? why : "");
	fputc('\n', stderr);
	fprintf(stderr, "  remedy: %s\n", remedy);
	if (put_more)
		put_more(NULL);

	if (use_json) {
		struct json json;

		json_begin(&json, stdout);
		json_string(&json, "error", what);
		json_string(&json, "why", why ? why : "");
		json_string(&json, "reason", word ? word : "");
		json_string(&json, "remedy", remedy);
		json_number(&json, "exit_code", message->code);
		if (put_more)
			put_more(&json);
		json_end(&json);
	}
	return message->code;
}

int fail(enum error error, const char *subject, const char *why)
{
	return tell(error, subject, why, NULL, NULL);
}

int fail_reason(enum error error, const char *subject, const char *word, const char *said)
{
	const struct explanation *known = explain(word);
	char why[256];

	snprintf(why, sizeof(why), "%s (%s)%s%s", known ? known->text : "unknown reason", word,
		 said[0] ? ": " : "", said);
	return tell(error, subject, why, word, known ? known->remedy : NULL);
}
