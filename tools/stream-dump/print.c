// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints fields as text.
 */
#include <inttypes.h>
#include <stdio.h>

#include <xen/liveupdate/stream.h>
#include "dump.h"

static void print_name(const struct value_name *names, uint64_t value)
{
	const char *name = value_name(names, value);

	if (name)
		printf("%s", name);
	else
		printf("%" PRIu64, value);
}

/* 0x3(PV|HWDOM) */
static void print_flags(const struct value_name *names, uint64_t value)
{
	const char *sep = "";

	printf("0x%" PRIx64 "%s", value, value ? "(" : "");
	for (; names->name; names++) {
		if (!(value & names->value))
			continue;
		printf("%s%s", sep, names->name);
		sep = "|";
		value &= ~names->value;
		if (!value)
			printf(")");
	}
	if (value)
		printf("%s%#" PRIx64 ")", sep, value);
}

/**
 * print_digest() - print size and CRC32C of bytes that are not shown
 * @data: the bytes
 * @size: number of bytes
 */
void print_digest(const void *data, size_t size)
{
	printf("%zu bytes, CRC32C %#x", size, lu_crc32c(0, data, size));
}

static void print_bytes(const uint8_t *p, uint32_t size)
{
	while (size--)
		printf("%02x", *p++);
}

static void print_value(const struct field *f, const uint8_t *p)
{
	uint64_t value = value_get(p, f->size);

	switch (f->kind) {
	case FIELD_DEC:
		printf("%" PRIu64, value);
		break;
	case FIELD_SIGNED:
		printf("%" PRId64, value_get_signed(p, f->size));
		break;
	case FIELD_FRAME:
		if (value == XEN_LU_NO_MFN)
			printf("none");
		else
			printf("0x%" PRIx64, value);
		break;
	case FIELD_HEX:
		printf("0x%" PRIx64, value);
		break;
	case FIELD_NAME:
		print_name(f->names, value);
		break;
	case FIELD_FLAGS:
		print_flags(f->names, value);
		break;
	case FIELD_BYTES:
		print_bytes(p, f->size);
		break;
	case FIELD_DIGEST:
		print_digest(p, f->size);
		break;
	}
}

/**
 * print_fields() - print all fields of a structure
 * @f: the fields
 * @base: the structure
 * @sep: separator between two fields
 */
void print_fields(const struct field *f, const void *base, const char *sep)
{
	const uint8_t *p;
	uint32_t i;

	for (; f->name; f++) {
		p = (const uint8_t *)base + f->offset;
		printf("%s ", f->name);
		for (i = 0; i < f->nr; i++, p += f->size) {
			printf("%s", i ? " " : "");
			print_value(f, p);
		}
		if (f[1].name)
			printf("%s", sep);
	}
}
