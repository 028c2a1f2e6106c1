/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks untrusted texts, such as file names and Xen's explanations.
 */
#ifndef _XLU_UTF8_H
#define _XLU_UTF8_H

#include <stdio.h>

/*
 * Bytes of the UTF-8 character at @text, 0 if it is invalid. The ranges of the second
 * byte exclude overlong forms, surrogates and characters above U+10FFFF. A NUL
 * ends the text and is not a continuation byte, so nothing is read beyond it.
 */
unsigned int utf8_length(const char *text);

/* Bytes of the control character at @text, 0 if it is none. */
unsigned int utf8_control(const char *text);

/* Print @text with a question mark for each character that could control a terminal. */
void put_printable(FILE *out, const char *text);

#endif /* _XLU_UTF8_H */
