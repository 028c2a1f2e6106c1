/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Records of the state stream by their names.
 */
#ifndef TOOLS_RECORDS_H
#define TOOLS_RECORDS_H

#include <stdint.h>

#define RECORD_TEXT	24

/* The name of records of this @type; of one that is not known, the number. */
const char *record_name(char text[RECORD_TEXT], uint32_t type);

#endif /* TOOLS_RECORDS_H */
