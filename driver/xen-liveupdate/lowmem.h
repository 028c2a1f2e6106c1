/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a BIOS leaves in low memory and UEFI does not: where the stub is to make it.
 */
#ifndef _XLU_LOWMEM_H
#define _XLU_LOWMEM_H

#include <xen-liveupdate/handoff.h>

#include "lib/pure.h"

/*
 * Where an EBDA may be made, as high as possible: in RAM, with room for Xen's trampoline
 * before it. 0 if there is no such place, or page 0 is not RAM.
 */
u64 xlu_lowmem_ebda(const struct xlu_memmap_entry *map, u32 nr);

/* Is one of the @size bytes from @maddr on in RAM, which nobody keeps as it is? */
bool xlu_lowmem_touches_ram(const struct xlu_memmap_entry *map, u32 nr, u64 maddr, u64 size);

#endif /* _XLU_LOWMEM_H */
