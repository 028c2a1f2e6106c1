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
	FIELD_FLAGS,		/* bits with names from @names */
	FIELD_BYTES,		/* all bytes in hexadecimal */
	FIELD_DIGEST,		/* CRC32C of bytes that are too long to be shown */
};

struct value_name {
	uint64_t value;
	const char *name;
};

/**
 * struct field - a field of a body or of an element
 * @name: name as in the public header; NULL ends a list
 * @offset: offset in the structure
 * @size: bytes of one value; of the whole field for FIELD_BYTES
 * @nr: number of values; more than one for an array
 * @kind: output format of a value
 * @names: for FIELD_NAME and FIELD_FLAGS; a NULL name ends the list
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
 * struct record_type - layout of a record's body
 * @type: XEN_LU_REC_*
 * @name: name without the prefix XEN_LU_REC_
 * @head: fields at the start of the body, or NULL
 * @head_size: bytes of @head
 * @element: fields of each element after @head, or NULL
 * @element_size: bytes of an element; 1: the rest is shown as a digest
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

/* print_json.c: as members of the open object */
void json_fields(struct json *json, const struct field *f, const void *base);
void json_digest(struct json *json, const char *name, const void *data, size_t size);

#endif /* _XLU_DUMP_H */
