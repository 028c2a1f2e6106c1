// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams of a wrong form: header, records that are missing, too many, too long or too
 * short, bytes at the end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xen/lib.h>
#include "rules.h"
#include "rules_in_place.h"
#include "unit.h"

void test_header(void)
{
	static const struct {
		const char *name;
		size_t at;
		int64_t value;
		int reason;
	} wrong[] = {
		{ "magic", 0, 1, XLU_REASON_BAD_MAGIC },
		{ "version", 8, 1, XLU_REASON_BAD_VERSION },
		{ "a domain more", 12, 1, XLU_REASON_MISSING_RECORD },
		{ "a domain less", 12, -1, XLU_REASON_MISSING_RECORD },
		{ "a byte more", 16, 1, XLU_REASON_BAD_SIZE },
		{ "no size", 16, -100000, XLU_REASON_BAD_SIZE },
		{ "checksum", 24, 1, XLU_REASON_BAD_CRC },
		{ "a byte less", 16, -1, XLU_REASON_BAD_CRC },
		{ "reserved", 28, 1, XLU_REASON_RESERVED_SET },
	};
	struct lu_fault fault;
	struct copy c;
	char text[80];
	uint32_t v;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		c = make(NULL);
		memcpy(&v, c.buf + wrong[i].at, 4);
		v = wrong[i].value == -100000 ? 31 : v + wrong[i].value;
		memcpy(c.buf + wrong[i].at, &v, 4);
		snprintf(text, sizeof(text), "header: %s", wrong[i].name);
		verdict(refused(&c, wrong[i].reason, wrong[i].reason ==
				XLU_REASON_MISSING_RECORD ? XEN_LU_REC_DOMAIN : 0), text);
		free(c.buf);
	}
	c = make(NULL);
	verdict(lu_stream_check(c.buf, 31, &fault) && fault.reason == XLU_REASON_BAD_MAGIC,
		"header: shorter than one");
	free(c.buf);
}

void test_shapes(const struct shape *shape, size_t nr)
{
	struct copy c;
	size_t i;

	for (i = 0; i < nr; i++) {
		c = make(&shape[i].change);
		verdict(refused(&c, shape[i].reason, shape[i].type), shape[i].name);
		free(c.buf);
	}
}

/* Records that a reader may do without, and those it does not know. */
void test_optional(void)
{
	static const struct sound_change good[] = {
		{ XEN_LU_REC_GLOBAL_VIRQ, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_PCI_VF, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_MMCFG, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_IOAPIC, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_EFI_ROMS, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_PM, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_VCPU_VMCE, SOUND_GUEST, 1, 0, 0, 0, 0 },
		{ XEN_LU_REC_PINS, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_MSR_POLICY, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_RANGES, SOUND_GUEST, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_MAPTRACK, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_PIT, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_MEMMAP, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_WATCHDOG, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_IN_CPUPOOL, SOUND_GUEST, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_SCHED_PARAMS, 0, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_NODE_AFFINITY, SOUND_GUEST, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_VNUMA_RANGE, SOUND_GUEST, 0, 0, 0, 0, 0 },
		{ XEN_LU_REC_VCPU_FIFO, 0, 1, 0, 0, 0, 0 },
		{ XEN_LU_REC_PAGES, 0, 0, 1, 0, 0x80000011, 12 },
		{ XEN_LU_REC_VCPU, SOUND_GUEST, 1, 1, 0, 0xffffffff, 12 },
		{ XEN_LU_REC_GLOBAL_VIRQ, 0, 0, 1, 0, 0x80000000, 12 },
	};
	struct lu_fault fault;
	char text[80];
	struct copy c;
	size_t i;
	int rc;

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		c = make(&good[i]);
		rc = sound_check(c.buf, c.size, &fault);
		if (rc)
			show(&fault);
		if (good[i].before)
			snprintf(text, sizeof(text), "optional record %#x is skipped",
				 good[i].before);
		else
			snprintf(text, sizeof(text), "record %#x may be missing", good[i].type);
		verdict(!rc, text);
		free(c.buf);
	}
}

/* Set 4 bytes at @at, make header and checksum agree with @size. */
static bool spoiled(size_t at, uint32_t value, size_t size, int reason, uint32_t type)
{
	struct copy c = make(NULL);
	uint8_t *buf = calloc(1, size);
	struct copy other = { .buf = buf, .size = size };
	bool good;

	memcpy(buf, c.buf, size < c.size ? size : c.size);
	if (at)
		memcpy(buf + at, &value, 4);
	((struct xen_lu_stream_header *)buf)->size = size;
	sound_seal(buf);
	good = refused(&other, reason, type);
	free(buf);
	free(c.buf);
	return good;
}

static size_t offset_of(uint32_t type, uint32_t domid)
{
	struct copy c = make(NULL);
	size_t at = (uint8_t *)sound_record(c.buf, type, domid, 0) - c.buf;

	free(c.buf);
	return at;
}

void test_bytes(void)
{
	static const uint32_t lengths[] = { 0x7fffffff, 0xfffffff8, 0xfffffff9, 0xffffffff };
	size_t pins = offset_of(XEN_LU_REC_PINS, 0), fifo, size;
	struct copy c = make(NULL);
	char text[80];
	size_t i;
	bool good;

	size = c.size;
	free(c.buf);
	verdict(spoiled(0, 0, size + 8, XLU_REASON_BAD_RECORD, XEN_LU_REC_END),
		"bytes behind END");
	verdict(spoiled(size - 4, 8, size + 8, XLU_REASON_BAD_RECORD, XEN_LU_REC_END),
		"END with a body");
	verdict(spoiled(0, 0, size - 8, XLU_REASON_MISSING_RECORD, XEN_LU_REC_END), "no END");
	verdict(spoiled(pins - 8, XEN_LU_REC_END, size, XLU_REASON_MISSING_RECORD,
			XEN_LU_REC_VCPU), "END before the last record");
	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		snprintf(text, sizeof(text), "a length of %#x", lengths[i]);
		verdict(spoiled(pins - 4, lengths[i], size, XLU_REASON_BAD_RECORD,
				XEN_LU_REC_PINS), text);
	}
	/* A record whose body ends where padding begins. */
	fifo = offset_of(XEN_LU_REC_PCI_DEVICE, 0);
	verdict(spoiled(fifo - 4, 60, size, XLU_REASON_BAD_RECORD, XEN_LU_REC_PCI_DEVICE),
		"padding that is not zero");
	for (good = true, i = 32; i < size; i++) {
		struct copy part = { .size = i };
		struct lu_fault fault;

		c = make(NULL);
		part.buf = malloc(i);
		memcpy(part.buf, c.buf, i);
		((struct xen_lu_stream_header *)part.buf)->size = i;
		sound_seal(part.buf);
		good &= sound_check(part.buf, i, &fault) != 0;
		free(part.buf);
		free(c.buf);
	}
	verdict(good, "a stream cut off anywhere");
}

void test_form(void)
{
	test_header();
	test_shapes(shapes, ARRAY_SIZE(shapes));
	test_shapes(strays, ARRAY_SIZE(strays));
	test_optional();
	test_bytes();
}
