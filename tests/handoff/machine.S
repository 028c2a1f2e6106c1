/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The machine under the loader: Multiboot entry, long mode, the jump into the
 * stub in the state in which Xen's kexec leaves a machine, and both ways back:
 * as the "new Xen" and as the "old Xen".
 */
#define CR0_PG		0x80000000
#define CR0_PE		0x00000001
#define CR4_PAE		0x20
#define MSR_EFER	0xc0000080
#define EFER_LME	0x100
#define CS64		0x08
#define DS		0x10
#define CS32		0x18
#define MB1_MAGIC	0x1badb002

	.section .head, "ax", @progbits
	.code32
	.balign	4
	.long	MB1_MAGIC, 0, -MB1_MAGIC

	.globl	_start
_start:
	movl	%ebx, boot_info
	xorl	%eax, %eax
	jmp	to_long_mode

/* The "new Xen": what write_image() puts there jumps here and changes only edx. */
	.globl	back_as_new_xen
back_as_new_xen:
	movl	%eax, seen + 0
	movl	%ebx, seen + 4
	movl	%cr0, %eax
	movl	%eax, seen + 8
	movl	%cr4, %eax
	movl	%eax, seen + 12
	movl	$stack_end, %esp
	pushfl
	popl	seen + 16
	movl	%cs, %eax
	movl	%eax, seen + 20
	movl	%ds, %eax
	movl	%eax, seen + 24
	movl	%es, %eax
	movl	%eax, seen + 28
	movl	%ss, %eax
	movl	%eax, seen + 32
	movl	$MSR_EFER, %ecx
	rdmsr
	movl	%eax, seen + 36
	movl	%cs, %eax
	lsll	%eax, %eax
	movl	%eax, seen + 40
	movl	%ss, %eax
	lsll	%eax, %eax
	movl	%eax, seen + 44
	movl	$1, %eax

/* eax: what came back, 0 on the first time */
to_long_mode:
	cli
	cld
	movl	%eax, %esi
	movl	$stack_end, %esp
	movl	$CR4_PAE, %eax
	movl	%eax, %cr4
	movl	$loader_level4, %eax
	movl	%eax, %cr3
	cmpl	$0, %esi
	jne	1f
	call	first_tables
1:	movl	$MSR_EFER, %ecx
	rdmsr
	orl	$EFER_LME, %eax
	wrmsr
	movl	$CR0_PG | CR0_PE, %eax
	movl	%eax, %cr0
	lgdt	gdt_pointer
	ljmp	$CS64, $in_long_mode

/* 8 GiB one to one, in pages of 2 MiB */
first_tables:
	movl	$loader_level3 + 3, loader_level4
	movl	$loader_level2 + 3, %eax
	movl	$loader_level3, %edi
	movl	$8, %ecx
1:	movl	%eax, (%edi)
	addl	$4096, %eax
	addl	$8, %edi
	loop	1b
	xorl	%eax, %eax
	xorl	%edx, %edx
	movl	$loader_level2, %edi
	movl	$8 * 512, %ecx
1:	movl	%eax, (%edi)
	orl	$0x83, (%edi)
	movl	%edx, 4(%edi)
	addl	$0x200000, %eax
	adcl	$0, %edx
	addl	$8, %edi
	loop	1b
	ret

	.code64
in_long_mode:
	movl	$DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	testl	%esi, %esi
	jnz	resume
	movl	boot_info, %edi
	call	loader_main
	ud2

/* The "old Xen": what struct xlu_handoff's return_rip names. */
	.globl	back_as_old_xen
back_as_old_xen:
	movq	%rax, returned + 0
	movq	%rdi, returned + 8
	movq	%rsi, returned + 16
	movq	%cr3, %rax
	movq	%rax, returned + 24
	movq	%cr4, %rax
	movq	%rax, returned + 32
	leaq	stack_end, %rsp
	pushfq
	popq	returned + 40
	lgdt	gdt_pointer
	pushq	$CS64
	pushq	$1f
	lretq
1:	movl	$2, %esi
	movl	$DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss

resume:
	movq	saved_rsp, %rsp
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	movl	%esi, %eax
	ret

/*
 * int kexec(u64 cr3, u64 entry): leave as Xen's kexec does; 1 when the "new Xen"
 * was entered, 2 when the stub went back to the "old Xen".
 */
	.globl	kexec
kexec:
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, saved_rsp
	jmp	control_page

	/* The one page of the "old Xen" that its kexec tables map. */
	.section .control, "ax", @progbits
	.balign	4096
	.globl	control_page
control_page:
	movq	%rsi, %rbp
	movq	%rdi, %cr3
	/* tables that are not mapped any more */
	lgdt	unmapped(%rip)
	lidt	unmapped(%rip)
	leaq	control_stack_end(%rip), %rsp
	/* whatever the stub relies on without right shall be wrong */
	movq	$-0x5a5a5a5b, %rax
	movq	%rax, %rbx
	movq	%rax, %rcx
	movq	%rax, %rdx
	movq	%rax, %rsi
	movq	%rax, %rdi
	movq	%rax, %r8
	movq	%rax, %r9
	std
	call	*%rbp
	ud2
unmapped:
	.word	0x7f
	.quad	0xffff82d080000000
	.balign	8
	.skip	128
control_stack_end:
	.balign	4096

	.data
	.balign	8
gdt:
	.quad	0
	.quad	0x00af9b000000ffff
	.quad	0x00cf93000000ffff
	.quad	0x00cf9b000000ffff
gdt_pointer:
	.word	31
	.quad	gdt
	.balign	8
	.globl	seen, returned
seen:	.skip	48
returned: .skip	48
saved_rsp: .quad 0
boot_info: .quad 0

	.bss
	.balign	4096
	.globl	loader_level4
loader_level4: .skip 4096
loader_level3: .skip 4096
loader_level2: .skip 8 * 4096
	.skip	16384
stack_end:

	.section .note.GNU-stack, "", @progbits
