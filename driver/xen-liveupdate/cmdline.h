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

/**
 * xlu_cmdline_drop() - remove words from Xen's command line
 * @cmdline: command line, changed in place
 * @start: beginning of the words. The part that Xen passes to dom0 is not changed
 */
void xlu_cmdline_drop(char *cmdline, const char *start);

/**
 * xlu_cmdline_no_microcode() - set every number in words ucode=... to 0
 * @cmdline: command line, changed in place
 *
 * The numbers say which module contains microcode, and the update loads other modules than
 * the boot loader did.
 *
 * Return: true if a number was not 0.
 */
bool xlu_cmdline_no_microcode(char *cmdline);

/**
 * xlu_cmdline_has_with() - look for a word by its beginning and a character
 * @cmdline: Xen's command line; the part that Xen passes to dom0 does not count
 * @start: beginning of the word
 * @c: character that the word has to contain
 *
 * Return: true if there is such a word.
 */
bool xlu_cmdline_has_with(const char *cmdline, const char *start, char c);

/**
 * xlu_cmdline_has() - look for a word
 * @cmdline: Xen's command line; the part that Xen passes to dom0 does not count
 * @word: the whole word
 *
 * Return: true if the line contains the word.
 */
bool xlu_cmdline_has(const char *cmdline, const char *word);

/**
 * xlu_cmdline_find() - look for the last word with a given beginning, which takes effect
 * @cmdline: command line of dom0's kernel; words after "--" are for init and do not count
 * @xen: Xen's command line, of which Xen appends a part to @cmdline
 * @start: beginning of the word
 *
 * Return: the word, or NULL if there is none.
 */
const char *xlu_cmdline_find(const char *cmdline, const char *xen, const char *start);

/**
 * xlu_cmdline_for_dom0() - find what Xen appends to dom0's command line
 * @cmdline: Xen's command line
 *
 * Return: the end of @cmdline, with the space before it; "" if Xen appends nothing.
 */
const char *xlu_cmdline_for_dom0(const char *cmdline);

/**
 * xlu_cmdline_join() - compose a command line
 * @out: result, XLU_CMDLINE_SIZE bytes
 * @name: first word, which the reader drops
 * @own: words that the driver adds. They must be neither truncated nor passed to dom0, so
 *	they precede the user's
 * @text: the user's words
 *
 * Return: 0, or -E2BIG if the line is too long.
 */
int xlu_cmdline_join(char *out, const char *name, const char *own, const char *text);

#endif /* _XLU_CMDLINE_H */
