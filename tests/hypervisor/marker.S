/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * marker - a small PV guest that leaves its mark: one value all over its memory, one
 * in its registers, which Xen keeps in its own heap; then it polls for ever
 */
#include "payload.inc"

#define MARK_MEMORY		0x6d61726b65722d6d
#define MARK_REGISTERS		0x6d61726b65722d72
#define FILL_BYTES		(96 << 20)

	payload_notes "marker"

	.data
	.align	8
poll:	.quad	0, 0, 0			/* no ports, no timeout */

	.bss
	.align	4096
fill:	.skip	FILL_BYTES

	.text
	.globl	_start
_start:	cld
	movabs	$MARK_MEMORY, %rax
	lea	fill(%rip), %rdi
	mov	$(FILL_BYTES / 8), %ecx
	rep stosq
	movabs	$MARK_REGISTERS, %rbx
	mov	%rbx, %rbp
	mov	%rbx, %r12
	mov	%rbx, %r13
	mov	%rbx, %r14
	mov	%rbx, %r15
1:	mov	$SCHEDOP_POLL, %edi
	lea	poll(%rip), %rsi
	call	hypercall_page + HYPERVISOR_SCHED_OP * 32
	jmp	1b

	payload_hypercall_page
