/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * devices - where the domain builder enters it, and where interrupts do
 *
 * As the firmware would be: 32-bit protected mode without paging, segments from 0 on.
 */
	.text
	.globl	_start
_start:	mov	$stack_end, %esp
	lgdt	gdt_pointer
	ljmp	$8, $1f
1:	mov	$16, %eax
	mov	%eax, %ds
	mov	%eax, %es
	mov	%eax, %ss
	call	begin

	/* No vector of its own pushes an error code: exceptions end the guest anyhow. */
	.altmacro
	.macro	entry nr
	.text
entry_\nr:
	push	$\nr
	jmp	interrupted
	.section .rodata
	.long	entry_\nr
	.endm

	.section .rodata
	.align	4
	.globl	interrupt_entry
interrupt_entry:
	.set	nr, 0
	.rept	256
	entry	%nr
	.set	nr, nr + 1
	.endr

	.text
interrupted:
	pusha
	cld
	push	32(%esp)
	call	interrupt
	add	$4, %esp
	popa
	add	$4, %esp
	iret

	.section .rodata
	.align	8
gdt:	.quad	0, 0x00cf9b000000ffff, 0x00cf93000000ffff
gdt_pointer:
	.word	. - gdt - 1
	.long	gdt

	.bss
	.align	16
	.skip	16384
stack_end:

	.section .note.GNU-stack, "", @progbits
