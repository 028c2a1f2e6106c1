// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fields as text or as members of a JSON object.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "stream.h"
#include "dump.h"

static uint64_t get(const uint8_t *p, uint32_t size)
{
	uint64_t v = 0;

	memcpy(&v, p, size < sizeof(v) ? size : sizeof(v));
	return v;
}

static int64_t get_signed(const uint8_t *p, uint32_t size)
{
	unsigned int shift = 64 - 8 * size;

	return (int64_t)(get(p, size) << shift) >> shift;
}

static void print_hex(bool json, uint64_t v)
{
	const char *quote = json ? "\"" : "";

	printf("%s0x%" PRIx64 "%s", quote, v, quote);
}

static void print_name(bool json, const struct value_name *names, uint64_t v)
{
	const char *quote = json ? "\"" : "";

	for (; names->name; names++)
		if (names->value == v) {
			printf("%s%s%s", quote, names->name, quote);
			return;
		}
	printf("%" PRIu64, v);
}

/* 0x3(PV|HWDOM); an array of names and a number for the rest in JSON. */
static void print_flags(bool json, const struct value_name *names, uint64_t v)
{
	const char *sep = "";

	if (json)
		printf("[");
	else
		printf("0x%" PRIx64 "%s", v, v ? "(" : "");
	for (; names->name; names++) {
		if (!(v & names->value))
			continue;
		printf(json ? "%s\"%s\"" : "%s%s", sep, names->name);
		sep = json ? ", " : "|";
		v &= ~names->value;
		if (!v && !json)
			printf(")");
	}
	if (v && json)
		printf("%s%" PRIu64, sep, v);
	else if (v)
		printf("%s%#" PRIx64 ")", sep, v);
	if (json)
		printf("]");
}

/**
 * print_digest - bytes that nobody wants to see: how many, and their CRC32C
 * @json: as a JSON object
 * @data: the bytes
 * @size: their number
 */
void print_digest(bool json, const void *data, size_t size)
{
	uint32_t crc = lu_crc32c(0, data, size);

	if (json)
		printf("{\"bytes\": %zu, \"crc32c\": \"%#x\"}", size, crc);
	else
		printf("%zu bytes, CRC32C %#x", size, crc);
}

static void print_bytes(bool json, const uint8_t *p, uint32_t size)
{
	const char *quote = json ? "\"" : "";

	printf("%s", quote);
	while (size--)
		printf("%02x", *p++);
	printf("%s", quote);
}

static void print_value(bool json, const struct field *f, const uint8_t *p)
{
	uint64_t v = get(p, f->size);

	switch (f->kind) {
	case FIELD_DEC:
		printf("%" PRIu64, v);
		break;
	case FIELD_SIGNED:
		printf("%" PRId64, get_signed(p, f->size));
		break;
	case FIELD_FRAME:
		if (v == XEN_LU_NO_MFN)
			printf("%s", json ? "null" : "none");
		else
			print_hex(json, v);
		break;
	case FIELD_HEX:
		print_hex(json, v);
		break;
	case FIELD_NAME:
		print_name(json, f->names, v);
		break;
	case FIELD_FLAGS:
		print_flags(json, f->names, v);
		break;
	case FIELD_BYTES:
		print_bytes(json, p, f->size);
		break;
	case FIELD_DIGEST:
		print_digest(json, p, f->size);
		break;
	}
}

/**
 * print_fields - all fields of a structure
 * @json: as members of an object, without its braces
 * @f: the fields
 * @base: the structure
 * @sep: what to write between two of them
 */
void print_fields(bool json, const struct field *f, const void *base, const char *sep)
{
	const uint8_t *p;
	uint32_t i;

	for (; f->name; f++) {
		p = (const uint8_t *)base + f->offset;
		printf(json ? "\"%s\": " : "%s ", f->name);
		if (json && f->nr > 1)
			printf("[");
		for (i = 0; i < f->nr; i++, p += f->size) {
			printf("%s", !i ? "" : json ? ", " : " ");
			print_value(json, f, p);
		}
		if (json && f->nr > 1)
			printf("]");
		if (f[1].name)
			printf("%s", sep);
	}
}
