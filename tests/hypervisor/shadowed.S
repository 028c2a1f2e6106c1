/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * shadowed - a small PV guest that writes a page table entry by which a CPU with
 * L1TF could be made to look at memory of others: with "pv-l1tf=domu" Xen has it run
 * on shadow page tables from then on
 */
#include "payload.inc"

#define PTE_FRAME_1		0x1000	/* and not present */

	payload_notes "shadowed"

	.data
	.align	8
poll:	.quad	0, 0, 0			/* no ports, no timeout */

	.bss
	.align	4096
victim:	.skip	4096

	.text
	.globl	_start
_start:	lea	victim(%rip), %rdi
	mov	$PTE_FRAME_1, %esi
	xor	%edx, %edx
	call	hypercall_page + HYPERVISOR_UPDATE_VA * 32
1:	mov	$SCHEDOP_POLL, %edi
	lea	poll(%rip), %rsi
	call	hypercall_page + HYPERVISOR_SCHED_OP * 32
	jmp	1b

	payload_hypercall_page
