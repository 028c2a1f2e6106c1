/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The machine that the next Xen will find: memory map, consoles, and where dom0
 * alone has memory.
 */
#ifndef _XLU_MACHINE_H
#define _XLU_MACHINE_H

#include <xen-liveupdate/handoff.h>

#include "placement.h"

/**
 * struct xlu_machine - what is asked of Xen once per load
 * @nr: entries of @map
 * @uart_port: 16550 that Xen's console is on, 0 for none
 * @cmdline: command line of the running Xen
 * @others: 2 MiB pieces in which not all memory is dom0's
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
