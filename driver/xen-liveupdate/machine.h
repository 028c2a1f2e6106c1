/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The machine that the next Xen will find: memory map, consoles, and the memory that
 * belongs to dom0 alone.
 */
#ifndef _XLU_MACHINE_H
#define _XLU_MACHINE_H

#include <xen-liveupdate/handoff.h>

#include "placement.h"

/**
 * struct xlu_machine - the machine as Xen describes it, read once per load
 * @nr: entries of @map
 * @uart_port: I/O port of the 16550 with Xen's console, 0 for none
 * @cmdline: command line of the running Xen
 * @others: 2 MiB pieces that do not belong to dom0 alone
 * @map: memory map
 */
struct xlu_machine {
	u32 nr;
	u16 uart_port;
	char cmdline[XLU_MAX_CMDLINE];
	struct xlu_chunks others;
	struct xlu_memmap_entry map[XLU_MAX_MEMMAP];
};

struct xlu_machine *xlu_machine_read(void);
void xlu_machine_free(struct xlu_machine *machine);

#endif /* _XLU_MACHINE_H */
