/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ticks - a small PVH guest: where Xen enters it, and where interrupts do
 *
 * Xen enters it in 32-bit protected mode without paging. The page tables map the first
 * 4 GiB where they are.
 */
#define NOTE_PHYS32_ENTRY	18

#define CR0_PAGING		0x80000000
#define CR4_FOR_LONG_MODE	0x620		/* PAE, OSFXSR, OSXMMEXCPT */
#define MSR_EFER		0xc0000080
#define EFER_LME		0x100
#define APIC_EOI		0xfee000b0

	.section .note.Xen, "a", @note
	.align	4
	.long	4, 4, NOTE_PHYS32_ENTRY
	.asciz	"Xen"
	.long	_start

	.text
	.code32
	.globl	_start
_start:	mov	$pml4, %eax
	mov	%eax, %cr3
	mov	$CR4_FOR_LONG_MODE, %eax
	mov	%eax, %cr4
	mov	$MSR_EFER, %ecx
	rdmsr
	or	$EFER_LME, %eax
	wrmsr
	mov	%cr0, %eax
	or	$CR0_PAGING, %eax
	mov	%eax, %cr0
	lgdt	gdt_pointer
	ljmp	$8, $1f

	.code64
1:	mov	$16, %eax
	mov	%eax, %ds
	mov	%eax, %es
	mov	%eax, %ss
	mov	$stack_end, %rsp
	call	ticks
	ud2

/* The timer of the local APIC */
	.globl	timer_entry
timer_entry:
	incq	nr_ticks
	push	%rax
	mov	$APIC_EOI, %eax
	movl	$0, (%rax)
	pop	%rax
	iretq

/* A C function may change these registers. */
	.globl	nmi_entry
nmi_entry:
	push	%rax
	push	%rcx
	push	%rdx
	push	%rsi
	push	%rdi
	push	%r8
	push	%r9
	push	%r10
	push	%r11
	cld
	call	nmi
	pop	%r11
	pop	%r10
	pop	%r9
	pop	%r8
	pop	%rdi
	pop	%rsi
	pop	%rdx
	pop	%rcx
	pop	%rax
	iretq

	.altmacro
	.macro	entry nr
	.text
exception_\nr:
	push	$\nr
	jmp	excepted
	.section .rodata
	.quad	exception_\nr
	.endm

	.section .rodata
	.align	8
	.globl	exception_entry
exception_entry:
	.set	nr, 0
	.rept	32
	entry	%nr
	.set	nr, nr + 1
	.endr

	.text
excepted:
	pop	%rdi
	pop	%rsi
	call	exception
1:	cli
	hlt
	jmp	1b

/*
 * wait(registers, until): have these values in registers until there were so many
 * ticks, first running, then halted, and store what the registers are by then.
 */
	.globl	wait
wait:	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	push	%rdi
	push	%rsi
	mov	0(%rdi), %rbx
	mov	8(%rdi), %rbp
	mov	16(%rdi), %r8
	mov	24(%rdi), %r9
	mov	32(%rdi), %r10
	mov	40(%rdi), %r11
	mov	48(%rdi), %r12
	mov	56(%rdi), %r13
	mov	64(%rdi), %r14
	mov	72(%rdi), %r15
	movups	80(%rdi), %xmm0
	movups	96(%rdi), %xmm7
	movups	112(%rdi), %xmm15
	mov	$20000, %ecx
1:	dec	%ecx
	jnz	1b
2:	cli
	mov	nr_ticks, %rax
	cmp	(%rsp), %rax
	jae	3f
	sti
	hlt
	jmp	2b
3:	sti
	mov	8(%rsp), %rdi
	mov	%rbx, 0(%rdi)
	mov	%rbp, 8(%rdi)
	mov	%r8, 16(%rdi)
	mov	%r9, 24(%rdi)
	mov	%r10, 32(%rdi)
	mov	%r11, 40(%rdi)
	mov	%r12, 48(%rdi)
	mov	%r13, 56(%rdi)
	mov	%r14, 64(%rdi)
	mov	%r15, 72(%rdi)
	movups	%xmm0, 80(%rdi)
	movups	%xmm7, 96(%rdi)
	movups	%xmm15, 112(%rdi)
	add	$16, %rsp
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbp
	pop	%rbx
	ret

	.data
	.align	8
	.globl	nr_ticks
nr_ticks:
	.quad	0

	.align	4096
pml4:	.quad	pdpt + 3
	.skip	4096 - 8
pdpt:	.quad	pd + 3, pd + 0x1003, pd + 0x2003, pd + 0x3003
	.skip	4096 - 32
pd:	.set	page, 0
	.rept	2048
	.quad	page + 0x83
	.set	page, page + 0x200000
	.endr

	.section .rodata
	.align	8
gdt:	.quad	0, 0x00af9b000000ffff, 0x00cf93000000ffff
gdt_pointer:
	.word	. - gdt - 1
	.long	gdt

	.bss
	.align	16
	.skip	16384
stack_end:

	.section .note.GNU-stack, "", @progbits
