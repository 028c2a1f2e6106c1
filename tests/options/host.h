/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What options.c takes from Xen and the headers for the host do not have.
 */
#ifndef _XLU_TESTS_OPTIONS_HOST_H
#define _XLU_TESTS_OPTIONS_HOST_H

int parse_bool(const char *s, const char *e);
int parse_boolean(const char *name, const char *s, const char *e);

#endif /* _XLU_TESTS_OPTIONS_HOST_H */
