/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of records of the state stream.
 */
#ifndef TOOLS_RECORDS_H
#define TOOLS_RECORDS_H

#include <stdint.h>

#define RECORD_TEXT	24

/* Name of the record type @type, or its number if it is unknown. */
const char *record_name(char text[RECORD_TEXT], uint32_t type);

#endif /* TOOLS_RECORDS_H */
