/* SPDX-License-Identifier: GPL-2.0-only */
/* The handoff stub, as handoff/ built it: part of the module, signed with it. */
#include <linux/linkage.h>

	.section .rodata, "a"
	.balign	8
SYM_DATA_START(xlu_stub_start)
	.incbin	XLU_HANDOFF_BIN
SYM_DATA_END_LABEL(xlu_stub_start, SYM_L_GLOBAL, xlu_stub_end)

	.section .note.GNU-stack, "", @progbits
