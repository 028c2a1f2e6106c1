// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes fields as members of a JSON object.
 */
#include <inttypes.h>
#include <stdio.h>

#include <xen/liveupdate/stream.h>
#include "dump.h"

#define HEX_TEXT	20

static void put_hex(struct json *json, const char *name, uint64_t value)
{
	char text[HEX_TEXT];

	snprintf(text, sizeof(text), "0x%" PRIx64, value);
	json_string(json, name, text);
}

static void put_name(struct json *json, const char *name, const struct value_name *names,
		     uint64_t value)
{
	const char *known = value_name(names, value);

	if (known)
		json_string(json, name, known);
	else
		json_number(json, name, value);
}

/* An array of names, with a number for all bits without a name. */
static void put_flags(struct json *json, const char *name, const struct value_name *names,
		      uint64_t value)
{
	json_open_array(json, name);
	for (; names->name; names++) {
		if (!(value & names->value))
			continue;
		json_string(json, NULL, names->name);
		value &= ~names->value;
	}
	if (value)
		json_number(json, NULL, value);
	json_close_array(json);
}

/**
 * json_digest() - write size and CRC32C of bytes that are not shown
 * @json: document
 * @name: name of the member
 * @data: the bytes
 * @size: number of bytes
 */
void json_digest(struct json *json, const char *name, const void *data, size_t size)
{
	json_open_object(json, name);
	json_number(json, "bytes", size);
	put_hex(json, "crc32c", lu_crc32c(0, data, size));
	json_close_object(json);
}

static void put_value(struct json *json, const char *name, const struct field *f,
		      const uint8_t *p)
{
	uint64_t value = value_get(p, f->size);

	switch (f->kind) {
	case FIELD_DEC:
		json_number(json, name, value);
		break;
	case FIELD_SIGNED:
		json_signed(json, name, value_get_signed(p, f->size));
		break;
	case FIELD_FRAME:
		if (value == XEN_LU_NO_MFN)
			json_null(json, name);
		else
			put_hex(json, name, value);
		break;
	case FIELD_HEX:
		put_hex(json, name, value);
		break;
	case FIELD_NAME:
		put_name(json, name, f->names, value);
		break;
	case FIELD_FLAGS:
		put_flags(json, name, f->names, value);
		break;
	case FIELD_BYTES:
		json_hex(json, name, p, f->size);
		break;
	case FIELD_DIGEST:
		json_digest(json, name, p, f->size);
		break;
	}
}

/**
 * json_fields() - write all fields of a structure
 * @json: document, in which the structure's object is open
 * @f: the fields
 * @base: the structure
 */
void json_fields(struct json *json, const struct field *f, const void *base)
{
	const uint8_t *p;
	uint32_t i;

	for (; f->name; f++) {
		p = (const uint8_t *)base + f->offset;
		if (f->nr == 1) {
			put_value(json, f->name, f, p);
			continue;
		}
		json_open_array(json, f->name);
		for (i = 0; i < f->nr; i++)
			put_value(json, NULL, f, p + i * f->size);
		json_close_array(json);
	}
}
