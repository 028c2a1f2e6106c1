/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bytes as hexadecimal text.
 */
#ifndef TOOLS_HEX_H
#define TOOLS_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True if @text is exactly @size bytes in hexadecimal digits. */
bool hex_parse(const char *text, uint8_t *bytes, size_t size);

/* @text has room for 2 * @size + 1 characters and is returned. */
char *hex_format(char *text, const uint8_t *bytes, size_t size);

bool hex_is_zero(const uint8_t *bytes, size_t size);

#endif /* TOOLS_HEX_H */
