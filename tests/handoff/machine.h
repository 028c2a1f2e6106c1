/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What machine.S and loader.c share.
 */
#ifndef _XLU_TEST_MACHINE_H
#define _XLU_TEST_MACHINE_H

#include "stub.h"

/* Filled in by machine.S */
struct seen {
	u32 eax, ebx, cr0, cr4, eflags, cs, ds, es, ss, efer, cs_limit, ss_limit;
};

struct returned {
	u64 rax, rdi, rsi, cr3, cr4, rflags;
};

extern const struct seen seen;
extern const struct returned returned;
extern u64 loader_level4[];
extern const u8 control_page[];
extern const u8 back_as_new_xen[];
extern const u8 back_as_old_xen[];
int kexec(u64 cr3, u64 entry);

/* loader.c */
void loader_main(const u32 *info);

#endif /* _XLU_TEST_MACHINE_H */
