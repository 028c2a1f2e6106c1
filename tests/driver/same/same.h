/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Two answers to the same question, which have to be the same.
 */
#ifndef _SAME_H
#define _SAME_H

#include "samples.h"

/* @is: what the file seems to be, "" if there is nothing to say */
enum xlu_why same_judge(const struct sample *sample, const char **is);

#endif /* _SAME_H */
