/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Texts that come from elsewhere: names of files, what Xen says.
 */
#ifndef _XLU_UTF8_H
#define _XLU_UTF8_H

#include <stdio.h>

/*
 * Bytes of the UTF-8 character at @text, 0 if it is none. The ranges of the second
 * byte exclude overlong forms, surrogates and what lies above U+10FFFF. A NUL
 * ends the text and is no continuation byte, so nothing is read behind it.
 */
unsigned int utf8_length(const char *text);

/* Bytes of the control character at @text, 0 if it is none. */
unsigned int utf8_control(const char *text);

/* Nothing in @text can control a terminal: what could is a question mark. */
void put_printable(FILE *out, const char *text);

#endif /* _XLU_UTF8_H */
