/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Access to the processor, and declarations for the hardware files of the stub.
 */
#ifndef _XLU_STUB_HW_H
#define _XLU_STUB_HW_H

#include "stub.h"

static inline void port_write(u16 port, u8 value)
{
	asm volatile("outb %0, %1" : : "a" (value), "d" (port));
}

static inline u8 port_read(u16 port)
{
	u8 value;

	asm volatile("inb %1, %0" : "=a" (value) : "d" (port));
	return value;
}

static inline void mmio_write(u64 maddr, u32 value)
{
	asm volatile("movl %1, %0" : "=m" (*(u32 *)maddr) : "r" (value));
}

static inline u32 mmio_read(u64 maddr)
{
	u32 value;

	asm volatile("movl %1, %0" : "=r" (value) : "m" (*(u32 *)maddr));
	return value;
}

static inline u64 rdtsc(void)
{
	u32 low, high;

	asm volatile("rdtsc" : "=a" (low), "=d" (high) : : "memory");
	return (u64)high << 32 | low;
}

static inline void cpuid(u32 leaf, u32 *a, u32 *c)
{
	u32 b, d;

	*a = leaf;
	*c = 0;
	asm volatile("cpuid" : "+a" (*a), "=b" (b), "+c" (*c), "=d" (d));
}

static inline u64 rdmsr(u32 msr)
{
	u32 low, high;

	asm volatile("rdmsr" : "=a" (low), "=d" (high) : "c" (msr));
	return (u64)high << 32 | low;
}

static inline void wrmsr(u32 msr, u64 value)
{
	asm volatile("wrmsr" : : "c" (msr), "a" ((u32)value), "d" ((u32)(value >> 32)));
}

struct xlu_descriptor_table {
	u16 limit;
	u64 base;
} __packed;

static inline void set_idt(const struct xlu_descriptor_table *table)
{
	asm volatile("lidt %0" : : "m" (*table));
}

/* entry.S */
extern const u8 xlu_vectors[];
extern const struct xlu_descriptor_table no_idt;
/* stub.lds */
extern const u8 xlu_file_end[];
void xlu_return(u64 cr3, u64 rip, u64 reason, u64 header) __noreturn;
void xlu_enter(u32 entry, u32 mbi, u32 send) __noreturn;

/* paging.c */
void xlu_paging_init(void);
bool xlu_paging_maps(u64 cr3, u64 address, u64 maddr_limit, u64 *maddr);

/* report.c */

/**
 * struct xlu_console - output ports of the stub
 * @uart_port: I/O port of a 16550, 0 for none
 * @debug_port: I/O port that takes single characters, 0 for none
 */
struct xlu_console {
	u16 uart_port;
	u16 debug_port;
};

void xlu_report_failure(struct xlu_console *console, u32 phase, u32 reason,
			const struct xlu_fault *fault);
void xlu_report_success(struct xlu_console *console, const struct xlu_handoff *h);
void __noreturn xlu_reset(void);

/* main.c */
extern u32 xlu_nmis;
void xlu_send_nmi(void);
void xlu_main(u64 entry) __noreturn;
void xlu_exception(u64 vector, u64 rip, u64 error, u64 cr2) __noreturn;

#endif /* _XLU_STUB_HW_H */
