/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All hypercalls of the driver. Unless their comment says otherwise they may sleep, and
 * return 0 or a negative errno of Xen, whose numbers are those of Linux.
 */
#ifndef _XLU_HCALL_H
#define _XLU_HCALL_H

#include <xen-liveupdate/handoff.h>

#include "kexec_abi.h"

int xlu_hcall_load(int type, u64 entry_maddr,
		   const struct xen_kexec_segment *segment, u32 nr);
int xlu_hcall_unload(int type);
int xlu_hcall_cold(void);
bool xlu_hcall_flask(void);
bool xlu_hcall_livepatched(void);
int xlu_hcall_xen(u64 *maddr, u64 *size);
bool xlu_hcall_loaded(int type);
int xlu_hcall_exec(int type);
bool xlu_hcall_efi(bool *services);
int xlu_hcall_bank(u64 *maddr, u64 *size);
int xlu_hcall_memmap(struct xlu_memmap_entry *map, u32 max);
int xlu_hcall_cmdline(char *buf, size_t size);
void xlu_hcall_version(char *buf, size_t size);
void xlu_hcall_build_id(char *buf, size_t size);

#endif /* _XLU_HCALL_H */
