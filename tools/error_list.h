/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All errors: name, exit code, description ("%s" stands for the subject), and remedy. The
 * including file defines MESSAGE(). Documentation/troubleshooting.rst is keyed by these
 * texts.
 */

/* the command line */
MESSAGE(NO_COMMAND, EXIT_USAGE,
	"no command given",
	"\"xen-liveupdate help\" lists all commands")
MESSAGE(UNKNOWN_COMMAND, EXIT_USAGE,
	"unknown command \"%s\"",
	"\"xen-liveupdate help\" lists all commands")
MESSAGE(UNKNOWN_OPTION, EXIT_USAGE,
	"unknown option \"%s\"",
	"add --help to the command to see its options")
MESSAGE(MISPLACED_OPTION, EXIT_USAGE,
	"this command has no option \"%s\"",
	"add --help to the command to see its options")
MESSAGE(NO_VALUE, EXIT_USAGE,
	"option \"%s\" needs a value",
	"add --help to the command to see its options")
MESSAGE(UNWANTED_VALUE, EXIT_USAGE,
	"option \"%s\" takes no value",
	"add --help to the command to see its options")
MESSAGE(NO_IMAGE, EXIT_USAGE,
	"no image given",
	"name the file of the new Xen, such as /boot/xen.gz")
MESSAGE(TOO_MANY, EXIT_USAGE,
	"unexpected argument \"%s\"",
	"quote names that contain spaces; add --help to see the usage")
MESSAGE(BAD_MODE, EXIT_USAGE,
	"unknown mode \"%s\"",
	"use \"--mode cold\" or \"--mode live\"")
MESSAGE(BAD_SHA256, EXIT_USAGE,
	"\"%s\" is not a SHA-256",
	"give 64 hexadecimal digits, as sha256sum prints them")
MESSAGE(BAD_WAIT, EXIT_USAGE,
	"\"%s\" is not a time to wait",
	"give whole seconds, 0 to 600")
MESSAGE(NO_MODE, EXIT_USAGE,
	"no mode given",
	"use \"--mode live\" (domains survive) or \"--mode cold\" (they do not)")
MESSAGE(COLD_ONLY, EXIT_USAGE,
	"option \"%s\" is for cold mode only",
	"a live update keeps dom0 and its state: leave the option out")
MESSAGE(LIVE_ONLY, EXIT_USAGE,
	"option \"%s\" is for live mode only",
	"leave it out with \"--mode cold\"; \"check\" takes it together with \"--live\"")
MESSAGE(NO_KERNEL, EXIT_USAGE,
	"a cold update needs the kernel of the new dom0",
	"use \"--kernel /boot/vmlinuz-... --initrd /boot/initrd.img-...\"")

/* access to the driver */
MESSAGE(NO_DEVICE, EXIT_NO_DEVICE,
	"%s does not exist",
	"run \"modprobe xen-liveupdate\" in dom0 of Xen")
MESSAGE(OTHER_ABI, EXIT_NO_DEVICE,
	"%s belongs to a driver with another ABI",
	"install tool and driver of the same version")
MESSAGE(OPEN, EXIT_FAILED,
	"cannot open %s",
	"run as root")
MESSAGE(BUSY, EXIT_FAILED,
	"another update is under way; its state is \"%s\"",
	"wait until it has ended, or drop it with \"xen-liveupdate cancel\"")
MESSAGE(QUERY, EXIT_FAILED,
	"the driver does not answer %s",
	"install tool and driver of the same version")
MESSAGE(ATTRIBUTE, EXIT_FAILED,
	"cannot use the driver's file \"%s\"",
	"run as root")
MESSAGE(WRONG_STATE, EXIT_FAILED,
	"this does not fit the present state, which is \"%s\"",
	"\"xen-liveupdate status\" shows what is going on; \"xen-liveupdate cancel\" starts afresh")

/* files */
MESSAGE(OPEN_FILE, EXIT_FAILED,
	"cannot open \"%s\"",
	"check name and permissions")
MESSAGE(READ_FILE, EXIT_FAILED,
	"cannot read \"%s\"",
	"it has to be a regular file that is not empty")
MESSAGE(WRITE_FILE, EXIT_FAILED,
	"cannot write \"%s\"",
	"check permissions and free space")
MESSAGE(FILE_NAME, EXIT_FAILED,
	"the driver cannot be given the name \"%s\"",
	"use a shorter name without line breaks")

/* the update */
MESSAGE(NO_MODE_HERE, EXIT_FAILED,
	"this Xen offers no live update",
	"pass \"--mode cold\" to restart the host without its firmware: domains do not survive")
MESSAGE(MODE_REFUSED, EXIT_FAILED,
	"this Xen does not offer the mode \"%s\"",
	"live needs a Xen built for it and booted with liveupdate=SIZE")
MESSAGE(LIVE_BARRED, EXIT_FAILED,
	"this Xen refuses live updates on this host",
	"pass \"--mode cold\": domains do not survive it, but the next Xen offers live updates")
MESSAGE(NO_ROLLBACK, EXIT_FAILED,
	"there is no other Xen in %s to go back to",
	"give the file of an earlier Xen to \"xen-liveupdate update\"")
MESSAGE(NOT_KEPT, EXIT_FAILED,
	"the Xen that was replaced, build %s, is not kept",
	"give its file, or that of another earlier Xen, to \"xen-liveupdate update\"")
MESSAGE(STAGE, EXIT_FAILED,
	"staging \"%s\" failed",
	"give a regular file that is not empty, and let this domain have memory for it")
MESSAGE(DIGEST, EXIT_FAILED,
	"the SHA-256 of \"%s\" is not the expected one",
	"get the file again; nothing has changed")
MESSAGE(UNSIGNED, EXIT_FAILED,
	"\"%s\" has no signature",
	"sign it, or leave out --signed")
MESSAGE(VERIFY, EXIT_FAILED,
	"\"%s\" was not accepted",
	"\"xen-liveupdate check\" describes the image")
MESSAGE(LOAD, EXIT_FAILED,
	"Xen did not take the image for mode \"%s\"",
	"\"xl dmesg\" may have more; nothing has changed")
MESSAGE(NOT_CONFIRMED, EXIT_FAILED,
	"not confirmed",
	"answer \"yes\", or pass --yes where nobody can answer")
MESSAGE(COMMIT, EXIT_FAILED,
	"the update failed; the old Xen continues",
	"\"xen-liveupdate report\" tells how far it got")
MESSAGE(CANCEL, EXIT_FAILED,
	"cannot cancel",
	"end the program that makes this update; a committed update cannot be stopped")
MESSAGE(INTERRUPTED, EXIT_FAILED,
	"interrupted",
	"begin again; nothing has changed")
MESSAGE(NO_REPORT, EXIT_FAILED,
	"there was no update since this host was started",
	"\"xen-liveupdate update\" makes one")
MESSAGE(NO_BLOB, EXIT_FAILED,
	"no state blob was handed over",
	"pass \"--blob FILE\" to a cold update to hand one over")
MESSAGE(DAMAGED, EXIT_FAILED,
	"the state blob was damaged on its way",
	"do not use it; restore the state from its backup")

/* check */
MESSAGE(UNUSABLE, EXIT_FAILED,
	"\"%s\" cannot be used",
	"give the file of a Xen for x86-64, such as /boot/xen.gz")
MESSAGE(MEMORY, EXIT_FAILED,
	"out of memory",
	"free some memory in this domain")
