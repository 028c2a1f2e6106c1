// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-liveupdate-stream - show the state stream of a live update
 *
 * Shows all readable records, even of a damaged stream. The verdict at the end comes
 * from the hypervisor's own checks, which are built in.
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xen-liveupdate/names.h>
#include "host.h"
#include "dump.h"

#define NAME		"xen-liveupdate-stream"
#define MAX_STREAM	(256UL << 20)	/* XLU_MAX_BLOB */
#define NR_SUMS		64		/* types in the summary */

static bool use_json;
static struct json json;

/* Number of records of a type, and their bytes. */
struct sum {
	uint32_t type;
	uint32_t records;
	uint64_t bytes;
};

struct input {
	uint8_t *data;
	size_t size;
};

/* --- input --------------------------------------------------------------- */

static int read_all(FILE *f, struct input *in)
{
	size_t space = 0, got;
	uint8_t *more;

	do {
		if (in->size == space) {
			space = space ? 2 * space : 1 << 16;
			if (space > 2 * MAX_STREAM) {
				errno = EFBIG;
				return -1;
			}
			more = realloc(in->data, space);
			if (!more)
				return -1;
			in->data = more;
		}
		got = fread(in->data + in->size, 1, space - in->size, f);
		in->size += got;
	} while (got);
	return ferror(f) ? -1 : 0;
}

static int read_input(const char *path, struct input *in)
{
	FILE *f = strcmp(path, "-") ? fopen(path, "rb") : stdin;
	int rc = f ? read_all(f, in) : -1;

	if (rc)
		fprintf(stderr, "%s: %s: %s\n", NAME, path, strerror(errno));
	if (f && f != stdin)
		fclose(f);
	return rc;
}

/* --- records ------------------------------------------------------------- */

static void type_text(char *text, size_t size, uint32_t type)
{
	const struct record_type *t = record_type(type);

	if (t)
		snprintf(text, size, "%s", t->name);
	else
		snprintf(text, size, "unknown %#x%s", type,
			 type & XEN_LU_REC_OPTIONAL ? " (optional)" : "");
}

/* Can the body be shown by fields? Not if it is shorter than its structure. */
static bool has_layout(const struct record_type *t, size_t size)
{
	return t && size >= t->head_size &&
	       (t->element_size <= 1 || !((size - t->head_size) % t->element_size));
}

/* Name of bytes after the fields that are not elements, if there are any. */
static const char *rest_name(const struct record_type *t, size_t size)
{
	if (t->element_size)
		return "area";
	return size ? "rest" : NULL;
}

static void print_bytes_of(const char *name, const uint8_t *p, size_t size)
{
	printf("    %s: ", name);
	print_digest(p, size);
	printf("\n");
}

static void print_body(const struct record_type *t, const uint8_t *body, size_t size)
{
	size_t i, nr;

	if (!has_layout(t, size)) {
		print_bytes_of("body", body, size);
		return;
	}
	if (t->head) {
		printf("    ");
		print_fields(t->head, body, "\n    ");
		printf("\n");
	}
	body += t->head_size;
	size -= t->head_size;
	if (!t->element) {
		if (rest_name(t, size))
			print_bytes_of(rest_name(t, size), body, size);
		return;
	}
	nr = size / t->element_size;
	for (i = 0; i < nr; i++, body += t->element_size) {
		printf("    [%zu] ", i);
		print_fields(t->element, body, "  ");
		printf("\n");
	}
}

static void write_body(const struct record_type *t, const uint8_t *body, size_t size)
{
	const uint8_t *end = body + size;

	if (!has_layout(t, size)) {
		json_digest(&json, "body", body, size);
		return;
	}
	if (t->head) {
		json_open_object(&json, "fields");
		json_fields(&json, t->head, body);
		json_close_object(&json);
	}
	body += t->head_size;
	if (!t->element) {
		if (rest_name(t, end - body))
			json_digest(&json, rest_name(t, end - body), body, end - body);
		return;
	}
	json_open_array(&json, "elements");
	for (; body < end; body += t->element_size) {
		json_open_object(&json, NULL);
		json_fields(&json, t->element, body);
		json_close_object(&json);
	}
	json_close_array(&json);
}

static void show_record(const struct xen_lu_record *rec, size_t offset)
{
	const struct record_type *t = record_type(rec->type);
	const uint8_t *body = (const uint8_t *)(rec + 1);
	char text[48];

	type_text(text, sizeof(text), rec->type);
	if (!use_json) {
		printf("%#010zx %s, %u bytes\n", offset, text, rec->length);
		if (rec->length)
			print_body(t, body, rec->length);
		return;
	}
	json_open_object(&json, NULL);
	json_number(&json, "offset", offset);
	json_string(&json, "type", text);
	json_number(&json, "number", rec->type);
	json_number(&json, "length", rec->length);
	if (rec->length)
		write_body(t, body, rec->length);
	json_close_object(&json);
}

static void add(struct sum *sums, const struct xen_lu_record *rec, size_t bytes)
{
	struct sum *s;

	for (s = sums; s->records && s->type != rec->type; s++)
		if (s == &sums[NR_SUMS - 1])
			return;
	s->type = rec->type;
	s->records++;
	s->bytes += bytes;
}

/*
 * Show all records within the file, up to END. Returns the offset of the first record that
 * cannot be read, 0 if there is none.
 */
static size_t show_records(const struct input *in, struct sum *sums)
{
	const struct xen_lu_record *rec;
	size_t pos, padded;

	for (pos = sizeof(struct xen_lu_stream_header); in->size - pos >= sizeof(*rec);
	     pos += padded) {
		rec = (const void *)(in->data + pos);
		padded = sizeof(*rec) + (((size_t)rec->length + 7) & ~7UL);
		if (padded > in->size - pos)
			return pos;
		show_record(rec, pos);
		add(sums, rec, padded);
		if (rec->type == XEN_LU_REC_END)
			return 0;
	}
	return pos;
}

/* --- summary and verdict ------------------------------------------------- */

static void show_sum(const struct sum *sum)
{
	char text[48];

	type_text(text, sizeof(text), sum->type);
	if (!use_json) {
		printf("    %-24s %6u records %10" PRIu64 " bytes\n", text, sum->records,
		       sum->bytes);
		return;
	}
	json_open_object(&json, NULL);
	json_string(&json, "type", text);
	json_number(&json, "records", sum->records);
	json_number(&json, "bytes", sum->bytes);
	json_close_object(&json);
}

static void show_sums(const struct sum *sums)
{
	const struct sum *s;

	if (use_json)
		json_open_array(&json, "summary");
	else
		printf("\nSummary, headers and padding included:\n");
	for (s = sums; s < sums + NR_SUMS && s->records; s++)
		show_sum(s);
	if (use_json)
		json_close_array(&json);
	else
		printf("\n");
}

/* Run the checks that the new Xen makes before it takes over. */
static int judge(const struct input *in, struct lu_fault *fault)
{
	struct lu_machine machine;
	int rc = lu_stream_check(in->data, in->size, fault);

	if (rc)
		return rc;
	if (host_machine(&machine, in->data)) {
		fprintf(stderr, "%s: out of memory\n", NAME);
		exit(2);
	}
	rc = lu_content_check(in->data, &machine, fault);
	host_machine_free(&machine);
	return rc;
}

/* Meaning of the number in a fault, see struct lu_fault. */
static const char *detail_name(enum xlu_reason reason)
{
	switch (reason) {
	case XLU_REASON_MISSING_RECORD:
		return "domain";
	case XLU_REASON_BAD_VERSION:
	case XLU_REASON_BAD_SIZE:
	case XLU_REASON_BAD_CRC:
		return "found";
	default:
		return "offset";
	}
}

static bool name_field(char *text, size_t size, const struct field *f, size_t at)
{
	for (; f && f->name; f++) {
		if (at < f->offset || at >= f->offset + f->size * f->nr)
			continue;
		if (f->nr > 1)
			snprintf(text, size, "%s[%zu]", f->name, (at - f->offset) / f->size);
		else
			snprintf(text, size, "%s", f->name);
		return true;
	}
	return false;
}

/* Name of the field at byte @at of the body of @rec, empty if there is none. */
static void name_place(char *text, size_t size, const struct xen_lu_record *rec, size_t at)
{
	const struct record_type *t = record_type(rec->type);
	int len;

	text[0] = '\0';
	if (!t || name_field(text, size, t->head, at))
		return;
	at -= t->head_size;
	if (!t->element)
		return;
	len = snprintf(text, size, "[%zu].", at / t->element_size);
	name_field(text + len, size - len, t->element, at % t->element_size);
}

/* Name of the field that a fault points at. */
static void find_place(char *text, size_t size, const struct input *in,
		       const struct lu_fault *fault)
{
	struct lu_reader r;
	size_t body;

	text[0] = '\0';
	/* The records can only be walked if just their content was refused. */
	if (!fault->type || strcmp(detail_name(fault->reason), "offset") ||
	    lu_stream_check(in->data, in->size, &(struct lu_fault){ 0 }))
		return;
	lu_read_start(&r, in->data);
	while (lu_read_next(&r)) {
		body = (const uint8_t *)r.body - in->data;
		if (fault->offset >= body && fault->offset < body + r.length)
			name_place(text, size, (const struct xen_lu_record *)r.body - 1,
				   fault->offset - body);
	}
}

static void show_refusal(const struct input *in, const struct lu_fault *fault)
{
	const char *reason = xlu_reason_name(fault->reason);
	const char *detail = detail_name(fault->reason);
	char text[48], place[96];

	type_text(text, sizeof(text), fault->type);
	if (!fault->type)
		snprintf(text, sizeof(text), "header");
	find_place(place, sizeof(place), in, fault);
	if (use_json) {
		json_string(&json, "reason", reason);
		json_string(&json, "record", text);
		json_number(&json, detail, fault->offset);
		json_string(&json, "field", place);
		return;
	}
	fflush(stdout);
	fprintf(stderr, "Refused: %s, %s, %s 0x%" PRIx64 "%s%s\n", reason, text, detail,
		fault->offset, place[0] ? ", field " : "", place);
}

static void show_header(const struct input *in)
{
	if (use_json) {
		json_open_object(&json, "header");
		json_fields(&json, header_fields, in->data);
		json_close_object(&json);
		return;
	}
	printf("header\n    ");
	print_fields(header_fields, in->data, "\n    ");
	printf("\n");
}

/* Show all readable records, whether the stream is accepted or not. */
static void show_stream(const struct input *in)
{
	struct sum sums[NR_SUMS] = { 0 };
	size_t stop;

	show_header(in);
	if (use_json)
		json_open_array(&json, "records");
	stop = show_records(in, sums);
	if (use_json)
		json_close_array(&json);
	show_sums(sums);
	if (stop && use_json)
		json_number(&json, "stopped", stop);
	else if (stop)
		printf("Nothing can be read from offset %#zx on.\n", stop);
}

static int show(const struct input *in)
{
	struct lu_fault fault = { 0 };
	int rc = judge(in, &fault);

	if (use_json)
		json_begin(&json, stdout);
	if (in->size >= sizeof(struct xen_lu_stream_header))
		show_stream(in);
	if (use_json)
		json_bool(&json, "accepted", !rc);
	else if (!rc)
		printf("Accepted.\n");
	if (rc)
		show_refusal(in, &fault);
	if (use_json)
		json_end(&json);
	return rc ? 1 : 0;
}

static void show_usage(FILE *f)
{
	fprintf(f, "usage: %s [--json] FILE\n", NAME);
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 }
	};
	struct input in = { 0 };
	int c, rc;

	while ((c = getopt_long(argc, argv, "jh", options, NULL)) != -1) {
		if (c == 'h') {
			show_usage(stdout);
			return 0;
		}
		if (c != 'j') {
			show_usage(stderr);
			return 2;
		}
		use_json = true;
	}
	if (optind + 1 != argc) {
		show_usage(stderr);
		return 2;
	}
	rc = read_input(argv[optind], &in) ? 2 : show(&in);
	free(in.data);
	if (fflush(stdout) || ferror(stdout)) {
		perror(NAME ": standard output");
		return 2;
	}
	return rc;
}
