/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Command lines for Xen and for dom0's kernel.
 */
#ifndef _XLU_CMDLINE_H
#define _XLU_CMDLINE_H

#include "lib/pure.h"

/*
 * Bytes, with NUL, that Xen keeps of its own command line (saved_cmdline of Xen's
 * common/kernel.c), and that it gives to dom0's kernel (MAX_GUEST_CMDLINE).
 * It cuts off what is longer.
 */
#define XLU_CMDLINE_SIZE	1024

/* Take all words out that begin with @start. What Xen hands on to dom0 stays. */
void xlu_cmdline_drop(char *cmdline, const char *start);

/*
 * Make every number in words ucode=... a 0: they are numbers of modules that Xen takes
 * for microcode, and what firmware has loaded there is not what we load. Were any others?
 */
bool xlu_cmdline_no_microcode(char *cmdline);

/* Is @word there? It does not count in what Xen hands on to dom0. */
bool xlu_cmdline_has(const char *cmdline, const char *word);

/*
 * The last word that begins with @start of those that dom0's kernel reads: in its own
 * line, and in what Xen adds to that from its line @xen. Behind a word "--" all is init's.
 * NULL if there is none.
 */
const char *xlu_cmdline_find(const char *cmdline, const char *xen, const char *start);

/* What Xen adds to dom0's command line: from the space before it on; "" if nothing. */
const char *xlu_cmdline_for_dom0(const char *cmdline);

/*
 * Put a command line together: @name, which its reader drops, then @own, which the user
 * has not asked for and which must neither be cut off nor be handed on to dom0, then
 * @text. @out has XLU_CMDLINE_SIZE bytes. 0 or -E2BIG.
 */
int xlu_cmdline_join(char *out, const char *name, const char *own, const char *text);

#endif /* _XLU_CMDLINE_H */
