// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: JSON writer
 *
 * A small JSON writer. Strings may contain any bytes: invalid UTF-8 is written as the
 * replacement character.
 */
#include <inttypes.h>
#include <string.h>

#include "json.h"
#include "utf8.h"

#define REPLACEMENT "\\ufffd"

static void put_control(FILE *out, const unsigned char *s, unsigned int length)
{
	static const char names[] = "\bb\ff\nn\rr\tt";

	for (const char *name = names; *name; name += 2) {
		if (name[0] == *s) {
			fprintf(out, "\\%c", name[1]);
			return;
		}
	}
	/* In a sequence of two bytes, the second is the code point. */
	fprintf(out, "\\u%04x", s[length - 1]);
}

static void put_string(FILE *out, const char *value)
{
	unsigned int length;

	fputc('"', out);
	for (; *value; value += length) {
		length = utf8_control(value);
		if (length) {
			put_control(out, (const unsigned char *)value, length);
			continue;
		}
		length = utf8_length(value);
		if (*value == '"' || *value == '\\')
			fputc('\\', out);
		if (length)
			fwrite(value, 1, length, out);
		else
			fputs(REPLACEMENT, out);
		if (!length)
			length = 1;
	}
	fputc('"', out);
}

static void indent(struct json *json)
{
	fputc('\n', json->out);
	for (unsigned int i = 0; i < json->depth; i++)
		fputs("  ", json->out);
}

static void member(struct json *json, const char *name)
{
	if (json->comma)
		fputc(',', json->out);
	if (json->depth)
		indent(json);
	if (name) {
		put_string(json->out, name);
		fputs(": ", json->out);
	}
	json->comma = true;
}

static void begin_group(struct json *json, const char *name, char bracket)
{
	member(json, name);
	fputc(bracket, json->out);
	json->depth++;
	json->comma = false;
}

static void end_group(struct json *json, char bracket)
{
	json->depth--;
	if (json->comma)
		indent(json);
	fputc(bracket, json->out);
	json->comma = true;
}

void json_begin(struct json *json, FILE *out)
{
	json->out = out;
	json->depth = 0;
	json->comma = false;
	begin_group(json, NULL, '{');
}

void json_end(struct json *json)
{
	end_group(json, '}');
	fputc('\n', json->out);
}

void json_open_object(struct json *json, const char *name)
{
	begin_group(json, name, '{');
}

void json_close_object(struct json *json)
{
	end_group(json, '}');
}

void json_open_array(struct json *json, const char *name)
{
	begin_group(json, name, '[');
}

void json_close_array(struct json *json)
{
	end_group(json, ']');
}

void json_string(struct json *json, const char *name, const char *value)
{
	member(json, name);
	put_string(json->out, value);
}

void json_number(struct json *json, const char *name, uint64_t value)
{
	member(json, name);
	fprintf(json->out, "%" PRIu64, value);
}

void json_signed(struct json *json, const char *name, int64_t value)
{
	member(json, name);
	fprintf(json->out, "%" PRId64, value);
}

void json_null(struct json *json, const char *name)
{
	member(json, name);
	fputs("null", json->out);
}

void json_bool(struct json *json, const char *name, bool value)
{
	member(json, name);
	fputs(value ? "true" : "false", json->out);
}

void json_hex(struct json *json, const char *name, const uint8_t *bytes, size_t size)
{
	member(json, name);
	fputc('"', json->out);
	for (size_t i = 0; i < size; i++)
		fprintf(json->out, "%02x", bytes[i]);
	fputc('"', json->out);
}
