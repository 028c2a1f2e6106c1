// SPDX-License-Identifier: GPL-2.0-only
/*
 * Values of fields, independent of the output format.
 */
#include <string.h>

#include "dump.h"

/**
 * value_get() - read a number from the stream
 * @p: first byte, which need not be aligned
 * @size: bytes of the number; truncated to a word
 *
 * Return: the number.
 */
uint64_t value_get(const void *p, uint32_t size)
{
	uint64_t value = 0;

	memcpy(&value, p, size < sizeof(value) ? size : sizeof(value));
	return value;
}

/**
 * value_get_signed() - read a signed number from the stream
 * @p: first byte
 * @size: bytes of the number, 8 at most
 *
 * Return: the number.
 */
int64_t value_get_signed(const void *p, uint32_t size)
{
	unsigned int shift = 64 - 8 * size;

	return (int64_t)(value_get(p, size) << shift) >> shift;
}

/**
 * value_name() - find the name of a value
 * @names: names of values
 * @value: value
 *
 * Return: the name, NULL if the value has none.
 */
const char *value_name(const struct value_name *names, uint64_t value)
{
	for (; names->name; names++) {
		if (names->value == value)
			return names->name;
	}
	return NULL;
}
