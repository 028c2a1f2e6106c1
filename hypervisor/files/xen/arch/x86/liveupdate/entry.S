/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: leaving for the new Xen and coming back from it.
 *
 * The way back ends in s3_resume of ../acpi/wakeup_prot.S, which restores what
 * it needs from saved_*; the frame that it finds is the one of
 * do_suspend_lowlevel().
 */
#include <asm/asm_defns.h>

        .text
        .code64

/* void lu_leave(void (*jump)(void)): returns if the new Xen refuses. */
ENTRY(lu_leave)
        push    %rbp
        push    %rbx
        push    %r12
        push    %r13
        push    %r14
        push    %r15

        mov     %rsp, saved_rsp(%rip)

        mov     %cr0, %rax
        mov     %rax, saved_cr0(%rip)

#ifdef CONFIG_XEN_SHSTK
        mov     $1, %eax
        rdsspq  %rax
        mov     %rax, saved_ssp(%rip)
#endif

        mov     %rdi, %rax
        INDIRECT_CALL %rax
        ud2

/*
 * Runs identity mapped. %rdi is the old Xen's cr3, %rsi where that Xen
 * continues. %ecx is added to the value at machine address %rdx, which its
 * tables map, too.
 */
ENTRY(lu_back_trampoline)
        mov     %rdi, %cr3
        add     %ecx, (%rdx)
        jmp     *%rsi
