/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * poller - the smallest PV guest: it polls for ever, for no port at all
 */
#include "payload.inc"

	payload_notes "poller"

	.data
	.align	8
poll:	.quad	0, 0, 0			/* no ports, no timeout */

	.text
	.globl	_start
_start:	mov	$SCHEDOP_POLL, %edi
	lea	poll(%rip), %rsi
	call	hypercall_page + HYPERVISOR_SCHED_OP * 32
	jmp	_start

	payload_hypercall_page
