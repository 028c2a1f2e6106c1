/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Notifies guests by xenstore: control/liveupdate of each domain.
 */
#ifndef TOOLS_GUESTS_H
#define TOOLS_GUESTS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Write "@word @ms" for each domain but this one. False, with errno, if xenstore or one of
 * the domains could not be reached.
 */
bool guests_tell(const char *word, uint64_t ms);

#endif /* TOOLS_GUESTS_H */
