/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * poller - the smallest PV guest: it polls for ever, for no port at all
 */
#define NOTE_ENTRY		1
#define NOTE_HYPERCALL_PAGE	2
#define NOTE_VIRT_BASE		3
#define NOTE_XEN_VERSION	5
#define NOTE_GUEST_OS		6
#define NOTE_LOADER		8

#define HYPERVISOR_SCHED_OP	29
#define SCHEDOP_POLL		3

.macro note type, value:vararg
	.section .note.Xen, "a", @note
	.align	4
	.long	4, 2f - 1f, \type
	.asciz	"Xen"
1:	\value
2:
.endm

	note	NOTE_ENTRY, .quad _start
	note	NOTE_HYPERCALL_PAGE, .quad hypercall_page
	note	NOTE_VIRT_BASE, .quad 0
	note	NOTE_XEN_VERSION, .asciz "xen-3.0"
	note	NOTE_GUEST_OS, .asciz "poller"
	note	NOTE_LOADER, .asciz "generic"

	.data
	.align	8
poll:	.quad	0, 0, 0			/* no ports, no timeout */

	.text
	.globl	_start
_start:	mov	$SCHEDOP_POLL, %edi
	lea	poll(%rip), %rsi
	call	hypercall_page + HYPERVISOR_SCHED_OP * 32
	jmp	_start

	.align	4096
hypercall_page:
	.skip	4096
