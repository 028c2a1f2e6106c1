// SPDX-License-Identifier: GPL-2.0-only
/*
 * A small JSON writer. Strings may hold anything: what is not valid UTF-8 comes
 * out as the replacement character.
 */
#include <inttypes.h>
#include <string.h>

#include "json.h"

#define REPLACEMENT "\\ufffd"

/*
 * Bytes of the UTF-8 character at @s, 0 if it is none. The ranges of the second
 * byte exclude overlong forms, surrogates and what lies above U+10FFFF. A NUL
 * ends the string and is no continuation byte, so nothing is read behind it.
 */
static unsigned int utf8_length(const unsigned char *s)
{
	unsigned char low = 0x80, high = 0xbf;
	unsigned int length;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	length = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;

	if (s[0] == 0xe0)
		low = 0xa0;
	else if (s[0] == 0xed)
		high = 0x9f;
	else if (s[0] == 0xf0)
		low = 0x90;
	else if (s[0] == 0xf4)
		high = 0x8f;
	if (s[1] < low || s[1] > high)
		return 0;
	for (unsigned int i = 2; i < length; i++) {
		if (s[i] < 0x80 || s[i] > 0xbf)
			return 0;
	}
	return length;
}

static void put_escaped(FILE *out, unsigned char c)
{
	static const char names[] = "\"\"\\\\\bb\ff\nn\rr\tt";

	for (const char *name = names; *name; name += 2) {
		if (name[0] == c) {
			fprintf(out, "\\%c", name[1]);
			return;
		}
	}
	if (c < 0x20 || c == 0x7f)
		fprintf(out, "\\u%04x", c);
	else
		fputc(c, out);
}

static void put_string(FILE *out, const char *value)
{
	const unsigned char *s = (const unsigned char *)value;

	fputc('"', out);
	while (*s) {
		unsigned int length = utf8_length(s);

		if (length == 0) {
			fputs(REPLACEMENT, out);
			s++;
			continue;
		}
		if (length == 1)
			put_escaped(out, *s);
		else
			fwrite(s, 1, length, out);
		s += length;
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
