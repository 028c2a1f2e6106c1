/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks untrusted texts, such as file names and Xen's explanations.
 */
#ifndef _XLU_UTF8_H
#define _XLU_UTF8_H

#include <stdio.h>

/**
 * utf8_length() - length of a character
 * @text: text that ends with a NUL, beyond which nothing is read
 *
 * Return: bytes of the UTF-8 character at @text, 0 if it is invalid. Overlong forms,
 * surrogates and characters above U+10FFFF are.
 */
unsigned int utf8_length(const char *text);

/**
 * utf8_control() - recognise a control character
 * @text: text that ends with a NUL
 *
 * Return: bytes of the control character at @text, 0 if it is none.
 */
unsigned int utf8_control(const char *text);

/**
 * put_printable() - print an untrusted text
 * @out: output stream
 * @text: text; each character that could control a terminal becomes a question mark
 */
void put_printable(FILE *out, const char *text);

#endif /* _XLU_UTF8_H */
