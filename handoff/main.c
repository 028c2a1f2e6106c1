// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: The handoff stub
 *
 * The stub runs between two Xens, on one processor, with interrupts off and no services
 * to call. It checks the request in the handoff page, moves the state blob to its place,
 * builds the boot information and enters the new Xen. On an error it prints a message,
 * and returns to the old Xen where the page allows that, or else resets the machine. It
 * never stops silently.
 *
 * Safety relies on the order of the phases. Where there is a way back, all checks
 * precede the first move, except for the checksum of the gathered blob itself. A cold
 * update has no way back: all parts are copied to their places first, and then checked.
 */
#include "hw.h"
#include "layout.h"

#define CPUID_FEATURES		1
#define CPUID_SSE42		BIT_ULL(20)
#define CPUID_EXTENDED		0x80000000
#define CPUID_ADDRESS_BITS	0x80000008
#define ADDRESS_BITS_DEFAULT	36	/* Intel SDM 3A, 4.1.4: if CPUID lacks the leaf */

/* Used when the header cannot be trusted to name them: COM1, Bochs and QEMU. */
#define UART_DEFAULT		0x3f8
#define DEBUG_PORT_DEFAULT	0xe9

/* Intel SDM 3A, 11.4 and 11.12: the local APIC, in memory and as MSRs */
#define MSR_APIC_BASE		0x1b
#define APIC_BASE_X2APIC	BIT_ULL(10)
#define APIC_BASE_ENABLED	BIT_ULL(11)
#define APIC_BASE_MADDR		0xfffff000
#define APIC_ID			0x20
#define APIC_ICR		0x300
#define APIC_ICR2		0x310
#define APIC_DELIVER_NMI	0x400
#define MSR_X2APIC(reg)		(0x800 + ((reg) >> 4))

#define GATE_INTERRUPT		0x8e00
struct gate {
	u16 offset_low;
	u16 selector;
	u16 type;
	u16 offset_middle;
	u32 offset_high;
	u32 reserved;
};

/* How far the header is trusted */
enum trust {
	TRUST_NONE,		/* there may be no header */
	TRUST_IDENTITY,		/* belongs to this stub: takes results, but may be damaged */
	TRUST_ALL,		/* the request is undamaged */
};

/* Work space shared by users that never need it at the same time. */
union work {
	struct xlu_crc_table crc_table[XLU_CRC_TABLES];
	u64 bitmap[XLU_BLOB_PAGES_MAX / 64];
};

static union work work __section(".bss.pages");
static u8 scratch[XLU_PAGE_SIZE] __section(".bss.pages");

static struct gate idt[XLU_NR_VECTORS];
static struct xlu_extents extents __section(".bss.tail");
static struct xlu_self self;
static struct xlu_crc crc;
static struct xlu_handoff *header;
static enum trust trust;
static u32 phase;
static bool failing;
u32 xlu_nmis;

static void idt_init(void)
{
	struct xlu_descriptor_table table;
	u64 handler;
	int i;

	/* No initialiser, which might become a constant with an address to be relocated. */
	table.limit = sizeof(idt) - 1;
	table.base = (u64)idt;
	for (i = 0; i < XLU_NR_VECTORS; i++) {
		handler = (u64)xlu_vectors + i * XLU_VECTOR_SIZE;
		idt[i].offset_low = handler;
		idt[i].selector = XLU_CS64;
		idt[i].type = GATE_INTERRUPT;
		idt[i].offset_middle = handler >> 16;
		idt[i].offset_high = handler >> 32;
	}
	set_idt(&table);
}

static void self_init(u64 entry)
{
	u32 bits, eax, ecx;

	cpuid(CPUID_FEATURES, &eax, &ecx);
	xlu_crc_init(&crc, work.crc_table, ecx & CPUID_SSE42);

	bits = ADDRESS_BITS_DEFAULT;
	cpuid(CPUID_EXTENDED, &eax, &ecx);
	if (eax >= CPUID_ADDRESS_BITS) {
		cpuid(CPUID_ADDRESS_BITS, &eax, &ecx);
		bits = eax & 0xff;
	}
	self.maddr = entry - XLU_AREA_STUB;
	self.stub_size = (u64)xlu_file_end - entry;
	self.maddr_limit = 1ULL << bits;
	if (self.maddr_limit > XLU_MADDR_LIMIT)
		self.maddr_limit = XLU_MADDR_LIMIT;
	header = (struct xlu_handoff *)self.maddr;
}

static void begin(enum xlu_phase next)
{
	phase = next;
	if (trust == TRUST_NONE)
		return;
	header->phase = next;
	header->stamp[next] = rdtsc();
}

static void count_nmis(void)
{
	u32 nmis = 0;

	/* Read and clear atomically, as another NMI may arrive in between. */
	asm volatile("xchgl %0, %1" : "+r" (nmis), "+m" (xlu_nmis));
	header->nmis += nmis;
}

/*
 * Can the stub return to the old Xen? Also called when the header's checksum is wrong,
 * so the page tables and the address are not trusted but looked up: a jump to an
 * unmapped address could hang the machine.
 */
static bool can_return(void)
{
	u64 maddr;

	if (trust == TRUST_NONE || header->version != XLU_HANDOFF_VERSION ||
	    !(header->flags & XLU_HANDOFF_F_RETURN))
		return false;
	/* The failure may precede the stub's own page tables, which are needed here. */
	xlu_paging_init();
	if (header->return_cr3 >= self.maddr_limit)
		return false;
	if (!xlu_paging_maps(header->return_cr3, (u64)xlu_return, self.maddr_limit,
			     &maddr) || maddr != (u64)xlu_return)
		return false;
	return xlu_paging_maps(header->return_cr3, header->return_rip,
			       self.maddr_limit, &maddr);
}

static void __noreturn fail(u32 reason, const struct xlu_fault *fault)
{
	struct xlu_console console = { UART_DEFAULT, DEBUG_PORT_DEFAULT };

	/* A second failure has occurred while the first was handled. */
	if (failing)
		xlu_reset();
	failing = true;

	if (trust != TRUST_NONE) {
		header->phase = phase;
		header->reason = reason;
		count_nmis();
		xlu_copy(header->detail, fault->detail, sizeof(header->detail));
	}
	if (trust == TRUST_ALL) {
		console.uart_port = header->uart_port;
		console.debug_port = header->debug_port;
	}
	xlu_report_failure(&console, phase, reason, fault);
	if (can_return())
		xlu_return(header->return_cr3, header->return_rip, reason, self.maddr);
	xlu_reset();
}

void xlu_exception(u64 vector, u64 rip, u64 error, u64 cr2)
{
	struct xlu_fault fault = { { vector, rip, error, cr2 } };

	fail(XLU_REASON_EXCEPTION, &fault);
}

static int check_header(struct xlu_fault *fault)
{
	u64 entered = rdtsc();
	int reason;

	begin(XLU_PHASE_STUB_HEADER);
	reason = xlu_check_identity(header, &self, fault);
	if (reason)
		return reason;
	trust = TRUST_IDENTITY;
	begin(XLU_PHASE_STUB_HEADER);
	header->stamp[XLU_PHASE_STUB_HEADER] = entered;
	header->reason = XLU_REASON_NONE;

	reason = xlu_check_integrity(header, &crc, fault);
	if (reason)
		return reason;
	trust = TRUST_ALL;
	return xlu_check_request(header, &self, fault);
}

static int gather(struct xlu_fault *fault)
{
	struct xlu_gather g;
	int reason;

	g.x = &extents;
	g.bitmap = work.bitmap;
	g.scratch = scratch;
	reason = xlu_gather_plan(&g, header, fault);
	if (reason)
		return reason;
	xlu_gather_move(&g, header);
	header->bytes_moved = g.moved;
	header->bytes_in_place = g.in_place;
	return XLU_REASON_NONE;
}

static int check_blob(struct xlu_fault *fault)
{
	u32 found;

	/* The bitmap has overwritten the tables for the checksum. */
	xlu_crc_init(&crc, work.crc_table, crc.instruction);
	found = xlu_crc32c_maddr(&crc, header->blob_maddr, header->blob_size);
	if (header->blob_crc != found)
		return xlu_refuse(fault, XLU_REASON_BAD_BLOB, header->blob_crc, found,
				  0, 0);
	return XLU_REASON_NONE;
}

/* Make the copies, then check the extent list, image and modules. */
static int check_parts(struct xlu_fault *fault)
{
	int reason;

	if (header->nr_copies) {
		begin(XLU_PHASE_STUB_COPY);
		reason = xlu_copies_make(header, &self, &crc,
					 (struct xlu_copy_page *)scratch, fault);
		if (reason)
			return reason;
	}

	begin(XLU_PHASE_STUB_EXTENTS);
	header->bytes_moved = 0;
	header->bytes_in_place = 0;
	if (header->blob_size) {
		reason = xlu_extents_check(&extents, header, &self, &crc, fault);
		if (reason)
			return reason;
	}

	begin(XLU_PHASE_STUB_IMAGE);
	return xlu_check_payloads(header, &crc, fault);
}

static int place_blob(struct xlu_fault *fault)
{
	int reason;

	begin(XLU_PHASE_STUB_GATHER);
	if (header->blob_size) {
		reason = gather(fault);
		if (reason)
			return reason;
	}

	begin(XLU_PHASE_STUB_BLOB);
	return header->blob_size ? check_blob(fault) : XLU_REASON_NONE;
}

static int run(struct xlu_fault *fault)
{
	int reason;

	reason = check_header(fault);
	if (reason)
		return reason;

	begin(XLU_PHASE_STUB_MAP);
	xlu_paging_init();

	reason = check_parts(fault);
	if (!reason)
		reason = place_blob(fault);
	if (reason)
		return reason;

	begin(XLU_PHASE_STUB_BOOTINFO);
	xlu_mbi_build(header, (void *)header->mbi_maddr, header->mbi_size);
	xlu_lowmem_write(header);
	return XLU_REASON_NONE;
}

void xlu_send_nmi(void)
{
	u64 base = rdmsr(MSR_APIC_BASE);
	u64 apic = base & APIC_BASE_MADDR;

	if (!(base & APIC_BASE_ENABLED))
		return;
	if (base & APIC_BASE_X2APIC) {
		wrmsr(MSR_X2APIC(APIC_ICR),
		      rdmsr(MSR_X2APIC(APIC_ID)) << 32 | APIC_DELIVER_NMI);
		return;
	}
	mmio_write(apic + APIC_ICR2, mmio_read(apic + APIC_ID));
	mmio_write(apic + APIC_ICR, APIC_DELIVER_NMI);
}

/* In a live update the old Xen has entered the stub in the handler of an NMI. */
static void __noreturn enter(void)
{
	count_nmis();
	xlu_enter(header->entry_maddr, header->mbi_maddr,
		  !(header->flags & XLU_HANDOFF_F_LIVE));
}

void xlu_main(u64 entry)
{
	struct xlu_fault fault;
	int reason;

	idt_init();
	self_init(entry);
	reason = run(&fault);
	if (reason)
		fail(reason, &fault);

	if (header->flags & XLU_HANDOFF_F_VERBOSE) {
		struct xlu_console console = { header->uart_port, header->debug_port };

		xlu_report_success(&console, header);
	}
	begin(XLU_PHASE_STUB_ENTER);
	enter();
}
