/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Command lines for Xen and for dom0's kernel.
 */
#ifndef _XLU_CMDLINE_H
#define _XLU_CMDLINE_H

#include "lib/pure.h"

/*
 * Size, with NUL, to which Xen truncates its own command line (saved_cmdline of Xen's
 * common/kernel.c) and the one of dom0's kernel (MAX_GUEST_CMDLINE).
 */
#define XLU_CMDLINE_SIZE	1024

/* Remove all words that begin with @start, except from the part that Xen passes to dom0. */
void xlu_cmdline_drop(char *cmdline, const char *start);

/*
 * Set every number in words ucode=... to 0. They say which module contains microcode, and
 * the update loads other modules than the boot loader did. True if one was not 0.
 */
bool xlu_cmdline_no_microcode(char *cmdline);

/*
 * Does the line contain a word that begins with @start and has an @c in it? As below,
 * the part that Xen passes to dom0 does not count.
 */
bool xlu_cmdline_has_with(const char *cmdline, const char *start, char c);

/* Does the line contain @word? The part that Xen passes to dom0 does not count. */
bool xlu_cmdline_has(const char *cmdline, const char *word);

/*
 * The last word that begins with @start on the command line of dom0's kernel: @cmdline,
 * and what Xen appends to it from its own line @xen. Words after "--" are for init and
 * do not count. NULL if there is none.
 */
const char *xlu_cmdline_find(const char *cmdline, const char *xen, const char *start);

/* What Xen appends to dom0's command line, with the space before it; "" if nothing. */
const char *xlu_cmdline_for_dom0(const char *cmdline);

/*
 * Compose a command line: @name, which the reader drops, then @own, then @text. @own is
 * what the driver adds: it must be neither truncated nor passed to dom0, so it precedes
 * the user's @text. @out has XLU_CMDLINE_SIZE bytes. 0 or -E2BIG.
 */
int xlu_cmdline_join(char *out, const char *name, const char *own, const char *text);

#endif /* _XLU_CMDLINE_H */
