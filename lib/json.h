/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes JSON to a stream, one member a line.
 */
#ifndef _XLU_JSON_H
#define _XLU_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/**
 * struct json - state of the JSON writer
 * @out: output stream
 * @depth: number of open objects and arrays
 * @comma: the next member needs a comma before it
 */
struct json {
	FILE *out;
	unsigned int depth;
	bool comma;
};

/* The document is one object. */
void json_begin(struct json *json, FILE *out);
void json_end(struct json *json);

/* @name is NULL inside an array. */
void json_open_object(struct json *json, const char *name);
void json_close_object(struct json *json);
void json_open_array(struct json *json, const char *name);
void json_close_array(struct json *json);
void json_string(struct json *json, const char *name, const char *value);
void json_number(struct json *json, const char *name, uint64_t value);
void json_signed(struct json *json, const char *name, int64_t value);
void json_null(struct json *json, const char *name);
void json_bool(struct json *json, const char *name, bool value);
void json_hex(struct json *json, const char *name, const uint8_t *bytes, size_t size);

#endif /* _XLU_JSON_H */
