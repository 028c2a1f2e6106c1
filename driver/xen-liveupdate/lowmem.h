/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds low memory where the stub can write the EBDA, which a BIOS leaves and UEFI does not.
 */
#ifndef _XLU_LOWMEM_H
#define _XLU_LOWMEM_H

#include <xen-liveupdate/handoff.h>

#include "lib/pure.h"

/**
 * xlu_lowmem_ebda() - find a place for an EBDA
 * @map: memory map
 * @nr: entries of @map
 *
 * Return: the highest address in low RAM with room for Xen's trampoline below. 0 if there
 * is no such place, or page 0 is not RAM.
 */
u64 xlu_lowmem_ebda(const struct xlu_memmap_entry *map, u32 nr);

/**
 * xlu_lowmem_touches_ram() - will an update overwrite the content of this memory?
 * @map: memory map
 * @nr: entries of @map
 * @maddr: first byte
 * @size: bytes
 *
 * Return: true if a part of the memory is RAM, whose content an update does not preserve.
 */
bool xlu_lowmem_touches_ram(const struct xlu_memmap_entry *map, u32 nr, u64 maddr, u64 size);

#endif /* _XLU_LOWMEM_H */
