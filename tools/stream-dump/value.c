// SPDX-License-Identifier: GPL-2.0-only
/*
 * The value of a field, however it is shown.
 */
#include <string.h>

#include "dump.h"

/**
 * value_get() - a number of a stream
 * @p: its first byte, which need not be aligned
 * @size: its bytes; what is longer than a word is cut off
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
 * value_get_signed() - the same with a sign
 * @p: its first byte
 * @size: its bytes, 8 at most
 *
 * Return: the number.
 */
int64_t value_get_signed(const void *p, uint32_t size)
{
	unsigned int shift = 64 - 8 * size;

	return (int64_t)(value_get(p, size) << shift) >> shift;
}

/**
 * value_name() - what a value is called
 * @names: names of values
 * @value: value
 *
 * Return: its name, NULL if it has none.
 */
const char *value_name(const struct value_name *names, uint64_t value)
{
	for (; names->name; names++) {
		if (names->value == value)
			return names->name;
	}
	return NULL;
}
