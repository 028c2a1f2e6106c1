/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The stub's ways in and out: entry from the old Xen's kexec, exceptions, the
 * jump into the new Xen and the jump back into the old one.
 *
 * On entry the stub can rely on long mode, on a page table that maps the handoff area
 * one to one, and on disabled interrupts, but on nothing else: GDT, IDT and TSS are those
 * of a Xen that is no longer mapped.
 */
#include "layout.h"

#define MSR_EFER	0xc0000080
#define CR0_PE		0x00000001
#define CR0_ET		0x00000010

	.section .entry, "ax", @progbits
	.code64
	.globl	xlu_entry
xlu_entry:
	cli
	cld
	leaq	xlu_stack_end(%rip), %rsp

	/*
	 * Clear .bss: Xen does not, and the stub may be entered again after it has
	 * refused and returned.
	 */
	leaq	xlu_bss_start(%rip), %rdi
	leaq	xlu_bss_end(%rip), %rcx
	subq	%rdi, %rcx
	shrq	$3, %rcx
	xorl	%eax, %eax
	rep stosq

	/* Load the stub's GDT, whose address is known at run time only. */
	subq	$16, %rsp
	leaq	gdt(%rip), %rax
	movw	$gdt_end - gdt - 1, 6(%rsp)
	movq	%rax, 8(%rsp)
	lgdt	6(%rsp)
	addq	$16, %rsp
	pushq	$XLU_CS64
	leaq	1f(%rip), %rax
	pushq	%rax
	lretq
1:	movl	$XLU_DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	xorl	%eax, %eax
	movl	%eax, %fs
	movl	%eax, %gs

	leaq	xlu_entry(%rip), %rdi
	call	xlu_main
	ud2

	.text
/*
 * One entry per exception, of equal size so that no table of addresses is
 * needed. All entries leave the same stack: vector, error code, frame.
 */
	.balign	16
	.globl	xlu_vectors
xlu_vectors:
	.set	vector, 0
	.rept	XLU_NR_VECTORS
	.balign	XLU_VECTOR_SIZE
	.if	vector != 8 && (vector < 10 || vector > 14) && vector != 17 && \
		vector != 21 && vector != 29 && vector != 30
	pushq	$0
	.endif
	pushq	$vector
	jmp	exception
	.set	vector, vector + 1
	.endr

exception:
	/*
	 * An NMI is not a failure of the stub, so it is only counted. In a live update
	 * the old Xen has blocked NMIs. At the end of a cold one xlu_enter() waits for
	 * one.
	 */
	cmpb	$XLU_VECTOR_NMI, (%rsp)
	je	ignore
	movq	(%rsp), %rdi
	movq	16(%rsp), %rsi
	movq	8(%rsp), %rdx
	movq	%cr2, %rcx
	/* The interrupted code may have broken the stack or the direction flag. */
	cld
	andq	$~15, %rsp
	call	xlu_exception
	ud2
ignore:
	cmpl	$0, enter_at(%rip)
	jne	enter
	incl	xlu_nmis(%rip)
	addq	$16, %rsp
	iretq

/*
 * void xlu_return(u64 cr3, u64 rip, u64 reason, u64 header)
 *
 * Both page tables map this code at the same address.
 */
	.globl	xlu_return
xlu_return:
	movq	%rdi, %r8
	movq	%rsi, %r9
	movq	%rdx, %rdi
	movq	%rdx, %rax
	movq	%rcx, %rsi
	leaq	xlu_stack_end(%rip), %rsp
	movq	%r8, %cr3
	jmpq	*%r9

/*
 * void xlu_enter(u32 entry, u32 mbi, u32 send)
 *
 * From here on the IDT does not stay valid. So the stub continues in the handler of
 * an NMI, as the processor blocks further NMIs until the next iret, which is the new
 * Xen's. Either the old Xen has left in such a handler, or the stub sends itself an NMI.
 */
	.globl	xlu_enter
xlu_enter:
	movl	%esi, enter_mbi(%rip)
	movl	%edi, enter_at(%rip)
	testl	%edx, %edx
	jz	enter
	call	xlu_send_nmi
	movl	$XLU_NMI_TURNS, %ecx
1:	pause
	decl	%ecx
	jnz	1b

/*
 * Multiboot2 specification, 3.3: paging off, flat 32-bit segments, the magic
 * number in eax and the boot information in ebx.
 */
enter:
	movl	enter_at(%rip), %ebp
	movl	enter_mbi(%rip), %ebx
	leaq	xlu_stack_end(%rip), %rsp
	lidt	no_idt(%rip)
	pushq	$2
	popfq
	leaq	enter32(%rip), %rax
	pushq	$XLU_CS32
	pushq	%rax
	lretq

	.code32
enter32:
	movl	$XLU_DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %fs
	movl	%eax, %gs
	movl	%eax, %ss
	movl	$CR0_PE | CR0_ET, %eax
	movl	%eax, %cr0
	movl	$MSR_EFER, %ecx
	xorl	%eax, %eax
	xorl	%edx, %edx
	wrmsr
	movl	%eax, %cr4
	movl	%eax, %cr3
	movl	$0x36d76289, %eax
	jmpl	*%ebp

	.section .rodata, "a", @progbits
	.balign	8
gdt:
	.quad	0
	.quad	0x00af9b000000ffff	/* XLU_CS64 */
	.quad	0x00cf93000000ffff	/* XLU_DS */
	.quad	0x00cf9b000000ffff	/* XLU_CS32 */
gdt_end:
	.globl	no_idt
no_idt:
	.word	0
	.quad	0

	.section .bss, "aw", @nobits
	.balign	4
enter_at:
	.skip	4
enter_mbi:
	.skip	4

	.section .bss.stack, "aw", @nobits
	.balign	16
	.skip	XLU_STACK_SIZE
	.globl	xlu_stack_end
xlu_stack_end:

	.section .note.GNU-stack, "", @progbits
