/* SPDX-License-Identifier: GPL-2.0-only */
/* The handoff stub as built in handoff/: part of the module and covered by its signature. */
#include <linux/linkage.h>

	.section .rodata, "a"
	.balign	8
SYM_DATA_START(xlu_stub_start)
	.incbin	XLU_HANDOFF_BIN
SYM_DATA_END_LABEL(xlu_stub_start, SYM_L_GLOBAL, xlu_stub_end)

	.section .note.GNU-stack, "", @progbits
