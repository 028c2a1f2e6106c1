/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * xen-liveupdate-stream: tables that describe the records, and their output.
 */
#ifndef _XLU_DUMP_H
#define _XLU_DUMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/json.h"

enum field_kind {
	FIELD_DEC,		/* unsigned */
	FIELD_SIGNED,
	FIELD_HEX,
	FIELD_FRAME,		/* XEN_LU_NO_MFN is "none" */
	FIELD_NAME,		/* one of @names */
	FIELD_FLAGS,		/* bits, called as @names says */
	FIELD_BYTES,		/* all of them, in hexadecimal */
	FIELD_DIGEST,		/* too long to be shown: their CRC32C */
};

struct value_name {
	uint64_t value;
	const char *name;
};

/**
 * struct field - a field of a body or of an element
 * @name: as in the public header; NULL ends a list
 * @offset: in the structure
 * @size: bytes of one value, or of the whole for bytes
 * @nr: values; more than one: an array
 * @kind: how a value is shown
 * @names: for FIELD_NAME and FIELD_FLAGS; a NULL name ends it
 */
struct field {
	const char *name;
	uint32_t offset;
	uint32_t size;
	uint32_t nr;
	enum field_kind kind;
	const struct value_name *names;
};

/**
 * struct record_type - how a body is laid out
 * @type: XEN_LU_REC_*
 * @name: what follows XEN_LU_REC_
 * @head: fields at its begin, or NULL
 * @head_size: their bytes
 * @element: fields of each of the elements behind, or NULL
 * @element_size: bytes of one; 1: the rest is shown as a digest
 */
struct record_type {
	uint32_t type;
	const char *name;
	const struct field *head;
	uint32_t head_size;
	const struct field *element;
	uint32_t element_size;
};

extern const struct record_type record_types[];
extern const struct field header_fields[];

const struct record_type *record_type(uint32_t type);

/* value.c: the value of a field that is not longer than a word */
uint64_t value_get(const void *p, uint32_t size);
int64_t value_get_signed(const void *p, uint32_t size);
const char *value_name(const struct value_name *names, uint64_t value);

/* print.c: as text */
void print_fields(const struct field *f, const void *base, const char *sep);
void print_digest(const void *data, size_t size);

/* print_json.c: as members of the object that is open */
void json_fields(struct json *json, const struct field *f, const void *base);
void json_digest(struct json *json, const char *name, const void *data, size_t size);

#endif /* _XLU_DUMP_H */
