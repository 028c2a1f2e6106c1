// SPDX-License-Identifier: GPL-2.0-only
/*
 * Contents that differ in every word and depend on a seed, so that any word
 * that is lost, old or of somebody else is noticed.
 */
#include "load.h"

static uint64_t mix(uint64_t x)
{
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
	return x ^ (x >> 31);
}

/**
 * pattern_fill - write the pattern of a seed
 * @buf: aligned to 8 bytes
 * @size: a multiple of 8
 * @seed: any number
 */
void pattern_fill(void *buf, size_t size, uint64_t seed)
{
	uint64_t *word = buf;
	size_t i;

	seed = mix(seed + 1);
	for (i = 0; i < size / sizeof(*word); i++)
		word[i] = seed + i * 0x9e3779b97f4a7c15ULL;
}

/**
 * pattern_check - is the pattern still what pattern_fill() has written?
 * @buf: memory
 * @size: its bytes
 * @seed: as it was given to pattern_fill()
 *
 * Return: the offset of the first damaged word, or PATTERN_GOOD.
 */
size_t pattern_check(const void *buf, size_t size, uint64_t seed)
{
	const uint64_t *word = buf;
	size_t i;

	seed = mix(seed + 1);
	for (i = 0; i < size / sizeof(*word); i++)
		if (word[i] != seed + i * 0x9e3779b97f4a7c15ULL)
			return i * sizeof(*word);
	return PATTERN_GOOD;
}
