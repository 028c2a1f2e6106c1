// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records of the state stream by their names, which are those of Xen's public
 * header: record_types.h is made of it.
 */
#include <inttypes.h>
#include <stdio.h>

#include "array.h"
#include "record_types.h"
#include "records.h"

#define NAMED(name) { XEN_LU_REC_##name, #name },

static const struct {
	uint32_t type;
	const char *name;
} records[] = {
	RECORD_TYPES(NAMED)
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
