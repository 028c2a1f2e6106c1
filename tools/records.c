// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of records of the state stream, as in its header.
 */
#include <inttypes.h>
#include <stdio.h>

#include <xen-liveupdate/stream.h>

#include "array.h"
#include "records.h"

static const struct {
	uint32_t type;
	const char *name;
} records[] = {
#define NAMED(name) { XEN_LU_REC_##name, #name },
	XEN_LU_RECORDS(NAMED)
#undef NAMED
};

const char *record_name(char text[RECORD_TEXT], uint32_t type)
{
	for (size_t i = 0; i < ARRAY_SIZE(records); i++) {
		if (records[i].type == type)
			return records[i].name;
	}
	snprintf(text, RECORD_TEXT, "0x%08" PRIx32, type);
	return text;
}
