/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The smallest handoff stub that can do a live update: it gathers the blob and
 * enters the new Xen, without a single check. For tests of the hypervisor half
 * alone; the real one is in handoff/.
 *
 * Entered in 64-bit mode at the header page + 4 KiB. lu-load.c fills in the
 * words at stub_data and provides page tables that map the first 4 GiB (and
 * whatever else the extents need) one to one.
 */
	.text
	.code64
	.globl stub_start, stub_end, stub_data
stub_start:
	cli
	cld
	lea	stub_start(%rip), %rbx		/* %rbx: stub, header is 4 KiB below */
	lea	-4096(%rbx), %rbp
	lea	0x6000(%rbx), %rsp
	mov	stub_data(%rip), %rax		/* page tables */
	mov	%rax, %cr3

	mov	0x98(%rbp), %rdi		/* blob_maddr */
	mov	0xa8(%rbp), %rdx		/* extents_maddr */
1:	test	%rdx, %rdx
	jz	3f
	mov	8(%rdx), %r8d			/* entries of this page */
	lea	16(%rdx), %r9
2:	test	%r8d, %r8d
	jz	4f
	mov	(%r9), %rsi
	mov	8(%r9), %rcx
	rep movsb
	add	$16, %r9
	dec	%r8d
	jmp	2b
4:	mov	(%rdx), %rdx
	jmp	1b

3:	movl	$23, 0x800(%rbp)		/* phase: XLU_PHASE_STUB_ENTER */
	rdtsc
	mov	%eax, 0x840+23*8(%rbp)
	mov	%edx, 0x844+23*8(%rbp)

	mov	0x48(%rbp), %edi		/* entry_maddr */
	mov	0x88(%rbp), %esi		/* mbi_maddr */
	lea	gdt(%rip), %rax
	mov	%rax, gdt_base(%rip)
	lgdt	gdt_desc(%rip)
	lea	leave_long(%rip), %rax
	mov	%eax, far_ptr(%rip)
	ljmpl	*far_ptr(%rip)

	.code32
leave_long:
	mov	$0x10, %eax
	mov	%eax, %ds
	mov	%eax, %es
	mov	%eax, %fs
	mov	%eax, %gs
	mov	%eax, %ss
	mov	%cr0, %eax
	and	$0x7fffffff, %eax
	mov	%eax, %cr0
	mov	$0xc0000080, %ecx
	rdmsr
	and	$~0x100, %eax
	wrmsr
	xor	%eax, %eax
	mov	%eax, %cr4
	mov	$0x36d76289, %eax
	mov	%esi, %ebx
	jmp	*%edi

	.balign	8
gdt:	.quad	0
	.quad	0x00cf9a000000ffff
	.quad	0x00cf92000000ffff
gdt_desc:
	.word	. - gdt - 1
gdt_base:
	.quad	0
far_ptr:
	.long	0
	.word	8
	.balign	8
stub_data:
	.quad	0
stub_end:

	.section .note.GNU-stack, "", @progbits
