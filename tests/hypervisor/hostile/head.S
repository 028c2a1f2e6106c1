/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * head - where Xen enters the guest of main.c
 */
#define NOTE_ENTRY		1
#define NOTE_HYPERCALL_PAGE	2
#define NOTE_VIRT_BASE		3
#define NOTE_XEN_VERSION	5
#define NOTE_GUEST_OS		6
#define NOTE_LOADER		8

.macro note, type, value:vararg
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
	note	NOTE_GUEST_OS, .asciz "hostile"
	note	NOTE_LOADER, .asciz "generic"

	.text
	.globl	_start
_start:	lea	stack_end(%rip), %rsp
	mov	%rsi, %rdi
	call	hostile
	ud2

/* The other vCPUs: wait for ever */
	.globl	other_vcpu
other_vcpu:
	mov	$29, %eax		/* sched_op */
	mov	$3, %edi		/* poll */
	lea	no_ports(%rip), %rsi
	syscall
	jmp	other_vcpu

/* Hypercall whose way back leads to no address: edge_call(sched_op, arg) */
	.globl	edge_call
edge_call:
	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	mov	%rsp, edge_rsp(%rip)
	mov	$29, %eax
	mov	$0x7ffffffffffe, %rcx
	jmp	*%rcx

/* Xen cannot return to the guest and raises a #GP: this is its handler. */
	.globl	no_way_back
no_way_back:
	mov	edge_rsp(%rip), %rsp
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbp
	pop	%rbx
	ret

	.bss
	.align	16
	.skip	16384
stack_end:
edge_rsp:
	.skip	8
no_ports:
	.skip	24

	.text
	.align	4096
hypercall_page:
	.skip	4096

	.section .note.GNU-stack, "", @progbits
