/* SPDX-License-Identifier: MIT */
/*
 * The handoff contract: one page that the old side fills in, the handoff stub
 * acts on and the new side reads.
 *
 * Writers and readers
 *	cold mode: the driver writes the request, the stub writes the result,
 *		   the driver of the new dom0 reads both.
 *	live mode: the driver prepares the page in the staging bank, the old
 *		   Xen completes the request, the stub and the new Xen write
 *		   the result, the driver (which lives on) reads it.
 *
 * Placement: the page lies directly before the stub's first byte. The stub
 * finds it by its own program counter and stops when @self_maddr
 * disagrees. Page and stub start on a 4 KiB boundary below 4 GiB.
 *
 * Rules
 *	- All fields are little-endian and naturally aligned, there are no
 *	  pointers, only machine addresses ("maddr") with sizes in bytes.
 *	- Reserved fields are written as zero and refused otherwise.
 *	- A change that an old reader would misunderstand bumps
 *	  XLU_HANDOFF_VERSION. The stub refuses every version but its own
 *	  (reason XLU_REASON_BAD_VERSION): header and stub come from the same
 *	  module. The new side refuses a version it does not know and then has
 *	  to work without the handoff (cold) or go back to the old Xen (live).
 *	- The request, bytes [XLU_HANDOFF_CRC_START, XLU_HANDOFF_CRC_END), is
 *	  protected by @crc. The result is written piecemeal and is not.
 *
 * CRC32C throughout: polynomial 0x1EDC6F41 reflected, initial value and final
 * XOR ~0 (RFC 3720, section 12.1); the CRC of "123456789" is 0xe3069283.
 */
#ifndef _XEN_LIVEUPDATE_HANDOFF_H
#define _XEN_LIVEUPDATE_HANDOFF_H

#include <xen-liveupdate/types.h>

/* "XENLUHND" in memory order. */
#define XLU_HANDOFF_MAGIC	0x444e48554c4e4558ULL
#define XLU_HANDOFF_VERSION	1
#define XLU_HANDOFF_SIZE	4096

#define XLU_HANDOFF_CRC_START	0x014
#define XLU_HANDOFF_CRC_END	0x400

/*
 * The handoff area: header page, stub, its stack and page tables, boot data.
 * Mapped for the stub by Xen's kexec page tables as one in-place segment.
 */
#define XLU_AREA_HEADER		0x00000	/* struct xlu_handoff, 4 KiB */
#define XLU_AREA_STUB		0x01000	/* the stub, entered at its first byte */
#define XLU_STUB_MAX		0x04000	/* file size of the stub: 16 KiB */
#define XLU_STUB_FOOTPRINT	0x10000	/* header to end of stack and tables: 64 KiB */
#define XLU_AREA_BOOT_DATA	0x10000	/* command lines, memory map, extents, boot info */
#define XLU_AREA_SIZE		0x30000	/* the whole area: 192 KiB */

/* @flags */
#define XLU_HANDOFF_F_LIVE	0x00000001 /* live update; clear: cold update */
#define XLU_HANDOFF_F_RETURN	0x00000002 /* @return_cr3 and @return_rip are valid */
#define XLU_HANDOFF_F_VERBOSE	0x00000004 /* stub reports success on the console, too */
#define XLU_HANDOFF_F_ALL	0x00000007
/*
 * For the old Xen alone, which clears it in the page; a stub refuses it. Set
 * at any time between load and exec: pause, write the state, resume, then check
 * the state and report the time. The image stays loaded.
 */
#define XLU_HANDOFF_F_DRY_RUN	0x00000008
/*
 * As above, but set before the load: page types and counts are derived again, even if
 * they could stay in place.
 */
#define XLU_HANDOFF_F_REVALIDATE	0x00000010

/* @entry_mode: how the new Xen is entered */
#define XLU_ENTRY_MULTIBOOT2	0 /* i386 state of the Multiboot2 specification, 3.3 */

#define XLU_MAX_MODULES		4
#define XLU_MAX_EXTENTS		0x100000 /* 4 GiB of single 4 KiB pages */
#define XLU_MAX_COPIES	0x100000 /* 4 GiB of single 4 KiB pages */
#define XLU_MAX_MEMMAP		1024	/* same bound as Xen's E820_XEN_MAX */
#define XLU_MAX_CMDLINE		4096	/* bytes with NUL, for Xen and for each module */
#define XLU_MAX_BLOB		0x10000000 /* 256 MiB */
#define XLU_NR_STAMPS		64

/*
 * Low memory as a BIOS leaves it: the EBDA, whose segment is at 0x40e, and below it the
 * room in which Xen puts its trampoline, as it does on every PC without EFI.
 */
#define XLU_EBDA_MIN		0x40000	/* Xen ignores a lower one as invalid */
#define XLU_EBDA_MAX		0x9f000
#define XLU_EBDA_SIZE		0x1000
#define XLU_TRAMPOLINE_SIZE	0x10000

/**
 * struct xlu_memmap_entry - one range of the machine memory map
 * @maddr: first byte
 * @size: bytes, not zero
 * @type: E820 type: 1 RAM, 2 reserved, 3 ACPI, 4 NVS, 5 unusable, ...
 * @reserved: zero
 *
 * Same layout as an entry of the Multiboot2 memory map tag, sorted by address,
 * not overlapping.
 */
struct xlu_memmap_entry {
	__u64 maddr;
	__u64 size;
	__u32 type;
	__u32 reserved;
};

/**
 * struct xlu_extent - a contiguous piece of the scattered state blob
 * @maddr: source, 4 KiB aligned, anywhere in the machine's memory
 * @size: bytes, not zero; a multiple of 4 KiB for all but the last extent
 *
 * The pieces concatenated in list order are the blob. Sources may overlap the
 * destination in any way, but no two sources may overlap each other.
 */
struct xlu_extent {
	__u64 maddr;
	__u64 size;
};

#define XLU_EXTENTS_PER_PAGE	255

/**
 * struct xlu_extent_page - one page of the extent list
 * @next: maddr of the next page of the list, 0 in the last one
 * @nr: entries used in @extent, 1 to XLU_EXTENTS_PER_PAGE
 * @crc: CRC32C of @nr entries of @extent
 * @extent: the entries
 *
 * Pages lie below 4 GiB, 4 KiB aligned, outside of the blob's destination.
 */
struct xlu_extent_page {
	__u64 next;
	__u32 nr;
	__u32 crc;
	struct xlu_extent extent[XLU_EXTENTS_PER_PAGE];
};

/**
 * struct xlu_piece - a range to be copied or cleared by the stub (cold mode)
 * @to: destination, below 4 GiB
 * @from: source, anywhere in the machine's memory; 0: the destination is cleared
 * @size: bytes, not zero
 *
 * Image, modules and blob stay in memory of dom0, in pieces, until the stub runs. Only the
 * stub writes to the destinations, which the old side may use until then. No source and
 * no page of the list may lie in a destination.
 */
struct xlu_piece {
	__u64 to;
	__u64 from;
	__u64 size;
};

#define XLU_COPIES_PER_PAGE	170

/**
 * struct xlu_copy_page - one page of the list of copies
 * @next: maddr of the next page of the list, 0 in the last one
 * @nr: entries used in @copy, 1 to XLU_COPIES_PER_PAGE
 * @crc: CRC32C of @nr entries of @copy
 * @copy: the entries
 *
 * Pages lie anywhere in the machine's memory, 4 KiB aligned.
 */
struct xlu_copy_page {
	__u64 next;
	__u32 nr;
	__u32 crc;
	struct xlu_piece copy[XLU_COPIES_PER_PAGE];
};

/**
 * struct xlu_module - a Multiboot2 module for the new Xen (cold mode)
 * @maddr: first byte, 4 KiB aligned, below 4 GiB
 * @size: bytes, not zero
 * @cmdline_maddr: module command line
 * @cmdline_size: its bytes with the final NUL, 1 to XLU_MAX_CMDLINE
 * @crc: CRC32C of the module's bytes
 *
 * Module 0 is the dom0 kernel, module 1 its initial RAM disk.
 */
struct xlu_module {
	__u64 maddr;
	__u64 size;
	__u64 cmdline_maddr;
	__u32 cmdline_size;
	__u32 crc;
};

#define XLU_MAX_RECORD_SUMS	128

/**
 * struct xlu_record_sum - all records of a type in the state stream
 * @type: type of the records
 * @nr: number of records
 * @bytes: bytes of all records, with headers and padding
 */
struct xlu_record_sum {
	__u32 type;
	__u32 nr;
	__u64 bytes;
};

/*
 * Warnings: non-fatal differences after the update, a bit each. All domains run,
 * except for lost ones.
 */
#define XLU_WARN_SCHED		0x1ULL /* a weight or cap was not accepted */
#define XLU_WARN_AFFINITY	0x2ULL /* an affinity was not accepted */
#define XLU_WARN_SELFTEST	0x4ULL /* counts of pages differ */
#define XLU_WARN_DOMAIN_LOST	0x8ULL /* a domain could not be restored and is crashed */
#define XLU_WARN_INTERRUPT	0x10ULL /* a device's interrupt could not be set up */
#define XLU_WARN_CPU		0x20ULL /* a CPU did not come */
#define XLU_WARN_BAD_PAGE	0x40ULL /* memory that must not be used is in use */
#define XLU_WARN_CRASH_KERNEL	0x80ULL /* the crash area is not as crashkernel= says */
#define XLU_WARN_PARAMETER	0x200ULL /* a value set at run time was not accepted */
#define XLU_WARN_PM		0x400ULL /* data of power management is gone */
#define XLU_WARN_LIVEPATCH	0x800ULL /* the old Xen had live patches applied */
#define XLU_WARN_OPTION		0x1000ULL /* an option that changed means something else */
#define XLU_WARN_MMCFG		0x2000ULL /* a reservation of MMCFG was not accepted */
#define XLU_WARN_SCHED_PARAMS	0x4000ULL /* parameters of a scheduler were not accepted */
#define XLU_WARN_NMI		0x8000ULL /* non-maskable interrupts were put off */
#define XLU_WARN_EFI		0x10000ULL /* EFI run-time services ended with the old Xen */
#define XLU_WARN_MICROCODE	0x20000ULL /* ucode= named a module of the old Xen */
#define XLU_WARN_AUDIT		0x40000ULL /* page state in place is not what it should be */

#define XLU_MAX_NOTES		16

/**
 * struct xlu_note - subject of a warning, or an obstacle
 * @domid: domain, 0x7ff4 for the host
 * @warning: number of the bit of XLU_WARN_*; XLU_NOTE_OBSTACLE for an obstacle
 * @error: errno, 0 if there is none
 * @type: record type of the state stream, 0 for none
 * @nr: number of the interrupt of the domain, of the CPU or of the vCPU; number of the
 *	obstacle, see <xen-liveupdate/obstacles.h>
 */
struct xlu_note {
	__u16 domid;
	__u16 warning;
	__u32 error;
	__u32 type;
	__u32 nr;
};

/*
 * Phases: who had control when a failure occurred. Also the index of the time stamp
 * that is taken when the phase *begins*. Gaps are for growth; a number is never given
 * a new meaning.
 */
enum xlu_phase {
	XLU_PHASE_NONE			= 0,
	/* the driver */
	XLU_PHASE_LOAD			= 1,	/* image handed to Xen */
	XLU_PHASE_COMMIT		= 2,	/* old dom0 is done (cold), call into Xen (live) */
	/* old Xen, live mode only */
	XLU_PHASE_OLD_LOAD		= 3,	/* checks and preparations while loading */
	XLU_PHASE_OLD_ENTRY		= 8,	/* on CPU 0, nothing paused yet */
	XLU_PHASE_OLD_PAUSE		= 9,	/* pausing domains: the blackout begins */
	XLU_PHASE_OLD_CONTEXT		= 10,	/* records that still need interrupts */
	XLU_PHASE_OLD_PARK		= 11,	/* parking CPUs, masking interrupts */
	XLU_PHASE_OLD_SAVE		= 12,	/* serialising */
	XLU_PHASE_OLD_JUMP		= 13,	/* leaving for the stub */
	XLU_PHASE_OLD_RETURN		= 14,	/* back in the old Xen after a refusal */
	XLU_PHASE_OLD_RESUMED		= 15,	/* domains run again on the old Xen */
	/* stub */
	XLU_PHASE_STUB_HEADER		= 16,	/* entry; checking the header */
	XLU_PHASE_STUB_MAP		= 17,	/* building its page tables */
	XLU_PHASE_STUB_EXTENTS		= 18,	/* checking the extent list */
	XLU_PHASE_STUB_IMAGE		= 19,	/* checking image and modules */
	XLU_PHASE_STUB_GATHER		= 20,	/* moving the blob */
	XLU_PHASE_STUB_BLOB		= 21,	/* checking the blob */
	XLU_PHASE_STUB_BOOTINFO		= 22,	/* building the boot information */
	XLU_PHASE_STUB_ENTER		= 23,	/* leaving for the new Xen */
	XLU_PHASE_STUB_COPY		= 24,	/* after STUB_MAP: bringing all to its place */
	/* new Xen, live mode only */
	XLU_PHASE_NEW_BOOT		= 32,	/* first C code */
	XLU_PHASE_NEW_CHECK		= 33,	/* parsing and checking every record */
	XLU_PHASE_NEW_COMMIT		= 34,	/* the point of no return */
	XLU_PHASE_NEW_HARDWARE		= 35,	/* interrupt controllers, timers */
	XLU_PHASE_NEW_CREATE		= 36,	/* creating domains */
	XLU_PHASE_NEW_PAGES		= 37,	/* adopting pages */
	XLU_PHASE_NEW_VCPUS		= 38,	/* page types, vCPUs */
	XLU_PHASE_NEW_EVENTS		= 39,	/* event channels, grants, interrupts, timers */
	XLU_PHASE_NEW_UNPAUSE		= 40,	/* domains go on: the blackout ends */
	XLU_PHASE_NEW_DONE		= 41,	/* memory released, all CPUs up */
	/* driver of the new (cold) or surviving (live) dom0 */
	XLU_PHASE_DRIVER_BACK		= 48,	/* report found and read */
};

/* Why a phase failed. One list for stub, old and new Xen. */
enum xlu_reason {
	XLU_REASON_NONE			= 0,
	XLU_REASON_BAD_MAGIC		= 1,	/* detail: expected, found */
	XLU_REASON_BAD_VERSION		= 2,	/* detail: expected, found */
	XLU_REASON_BAD_SIZE		= 3,	/* detail: wanted, found, offset */
	XLU_REASON_BAD_CRC		= 4,	/* detail: wanted, found, offset or address */
	XLU_REASON_BAD_ADDRESS		= 5,	/* detail: address, size, own address */
	XLU_REASON_BAD_FIELD		= 6,	/* detail: offset in the header */
	XLU_REASON_RESERVED_SET		= 7,	/* detail: offset in the header */
	XLU_REASON_OVERLAP		= 8,	/* detail: address, size, address, size */
	XLU_REASON_BAD_EXTENT		= 9,	/* detail: index, address, size */
	XLU_REASON_BAD_MEMMAP		= 10,	/* detail: index, address, size */
	XLU_REASON_NO_SPACE		= 11,	/* detail: needed, available */
	XLU_REASON_BAD_BLOB		= 12,	/* detail: expected CRC, found CRC */
	XLU_REASON_BAD_IMAGE		= 13,	/* detail: expected CRC, found CRC */
	XLU_REASON_BAD_MODULE		= 14,	/* detail: index, expected CRC, found CRC */
	XLU_REASON_NO_LONG_MODE		= 15,
	XLU_REASON_EXCEPTION		= 16,	/* detail: vector, rip, error code, cr2 */
	XLU_REASON_BAD_RECORD		= 17,	/* detail: record type, offset in the stream */
	XLU_REASON_UNKNOWN_RECORD	= 18,	/* detail: record type, offset in the stream */
	XLU_REASON_MISSING_RECORD	= 19,	/* detail: record type, domain */
	XLU_REASON_PANIC		= 20,
	XLU_REASON_RESTORE		= 21,	/* detail: errno, domain */
	XLU_REASON_INJECTED		= 22,	/* asked for by a test; detail: its number */
	XLU_REASON_UNSUPPORTED		= 23,	/* detail: domain, 0x7ff4 for the host */
	XLU_REASON_BANK_MAPPED		= 24,	/* detail: domain */
	XLU_REASON_NO_MEMORY		= 25,	/* detail: bytes */
	XLU_REASON_BAD_NOTE		= 26,	/* detail: own stream and handoff version */
	XLU_REASON_BUSY			= 27,	/* transient; detail: as UNSUPPORTED */
};

/*
 * Do types and counts of pages stay in place, and if not, why? Named in names.h.
 */
enum xlu_page_state {
	XLU_PAGES_UNKNOWN	= 0,	/* cold, or no image was looked at yet */
	XLU_PAGES_IN_PLACE	= 1,	/* types were kept */
	/* types were derived again */
	XLU_PAGES_ASKED		= 2,	/* LOAD asked for it */
	XLU_PAGES_LAYOUT	= 3,	/* types mean something else to the image */
	XLU_PAGES_OPTION	= 4,	/* the old Xen's command line says so */
	XLU_PAGES_TABLE		= 5,	/* the frame table is in a bank */
	XLU_PAGES_SHARED	= 6,	/* pages that guests may map are in a bank */
	XLU_PAGES_HVM		= 7,	/* VMX with altp2m, or with page logs */
};

/* Page state in place: has it been compared with what refers to the pages? */
enum xlu_audit {
	XLU_AUDIT_NONE		= 0,	/* not in place, or not begun yet */
	XLU_AUDIT_RUNNING	= 1,
	XLU_AUDIT_DONE		= 2,
};

/**
 * struct xlu_handoff - the handoff page
 *
 * Request:
 * @magic: XLU_HANDOFF_MAGIC
 * @version: XLU_HANDOFF_VERSION
 * @size: XLU_HANDOFF_SIZE
 * @crc: CRC32C of the request
 * @flags: XLU_HANDOFF_F_*
 * @self_maddr: machine address of this page
 * @update_id: random, names this update in every log
 * @generation: updates in a row since the last cold boot, 1 for the first
 * @tsc_khz: rate of the time stamps, 0 if unknown
 * @stub_size: bytes of the stub, at most XLU_STUB_MAX
 * @area_size: bytes of the handoff area, at least XLU_STUB_FOOTPRINT
 * @uart_port: I/O port of a 16550 that the stub may write to, 0 for none
 * @debug_port: I/O port that takes single characters (0xe9), 0 for none
 * @fail_at: tests: number of the check or allocation that is to fail in an old
 *	Xen booted with liveupdate-test; zero for the stub
 * @entry_maddr: the new Xen's entry point, below 4 GiB
 * @entry_mode: XLU_ENTRY_*
 * @image_maddr: the new Xen's first byte
 * @image_size: bytes; 0 if it was checked elsewhere (live: after sealing)
 * @image_crc: CRC32C of @image_size bytes
 * @cmdline_maddr: the new Xen's command line
 * @cmdline_size: its bytes with the final NUL
 * @cmdline_crc: its CRC32C
 * @memmap_maddr: array of struct xlu_memmap_entry: the machine as firmware
 *	describes it, without reservations of this update
 * @memmap_nr: its entries
 * @memmap_crc: its CRC32C
 * @mbi_maddr: where the stub builds the boot information, 8-byte aligned
 * @mbi_size: bytes available there
 * @nr_modules: used entries of @module
 * @blob_maddr: destination of the state blob, 4 KiB aligned, below 4 GiB
 * @blob_size: bytes, 0 for none
 * @extents_maddr: first struct xlu_extent_page, 0 if there is no blob
 * @nr_extents: entries on all pages together
 * @blob_crc: CRC32C of the gathered blob
 * @return_cr3: live: page tables of the old Xen that also map the first 4 GiB
 *	one to one
 * @return_rip: live: where the old Xen continues after a refusal
 * @bank_maddr: live: the new Xen's boot memory, which the stub only reports as RAM
 * @bank_size: live: its bytes
 * @blob_sha256: SHA-256 of the blob; for the reader, the stub does not check it
 * @image_sha256: SHA-256 of the image file as it was verified
 * @from_version: version of the old Xen, NUL-terminated text
 * @from_build_id: build id of the old Xen, lower-case hexadecimal text
 * @wallclock_ns: CLOCK_REALTIME at commit, ns since 1970
 * @module: Multiboot2 modules
 * @copies_maddr: cold: first struct xlu_copy_page, 0 if all parts are in place
 * @nr_copies: cold: entries on all pages together
 * @reserved1: zero
 * @ebda_maddr: where the stub makes an EBDA; it also writes the words of page 0 that
 *	describe it, for a Xen that does not know of EFI; 0: both exist already; live:
 *	page 0 only
 * @rsdp_maddr: cold: ACPI root pointer to be copied to the EBDA; 0 if @ebda_maddr is
 *
 * Result:
 * @phase: enum xlu_phase: the phase that was entered last
 * @reason: enum xlu_reason: XLU_REASON_NONE as long as all is well
 * @detail: see enum xlu_reason
 * @bytes_moved: bytes of the blob that the stub copied
 * @bytes_in_place: bytes of the blob that needed no copy
 * @nmis: non-maskable interrupts that came between the pause, or the stub's first
 *	instruction, and the end of the update
 * @timeout: live: seconds after which the old Xen gets back control, unless the new one
 *	has committed; 0: no limit
 * @stamp: TSC at the start of each phase, index enum xlu_phase, 0 if not reached
 * @text: live: explanation of @reason, NUL-terminated, may be empty
 * @pause_ns: live: dry run: how long the domains were paused
 * @predicted_ns: live: estimated blackout, written by load and by a dry run
 * @boot_needed: live: bytes that the new Xen needs in the bank, with the state
 * @boot_available: live: bytes available in the bank
 * @nr_records: live: used entries of @record
 * @nr_skipped: live: optional records unknown to the reader
 * @warnings: XLU_WARN_*; cold: written with the request
 * @nr_notes: live: number of notes; may exceed the entries of @note
 * @page_state: live: enum xlu_page_state, written by load
 * @note: live: the first notes; `xl dmesg` has all of them
 * @audit: live: enum xlu_audit; written while the domains run, like what follows
 * @audit_wrong: live: pages whose references differ
 * @audit_pages: live: pages of domains that were compared
 * @reserved3: zero
 * @record: live: content of the state stream, by record type
 */
struct xlu_handoff {
	__u64 magic;			/* 0x000 */
	__u32 version;			/* 0x008 */
	__u32 size;			/* 0x00c */
	__u32 crc;			/* 0x010 */
	__u32 flags;			/* 0x014 */
	__u64 self_maddr;		/* 0x018 */
	__u8  update_id[16];		/* 0x020 */
	__u32 generation;		/* 0x030 */
	__u32 tsc_khz;			/* 0x034 */
	__u32 stub_size;		/* 0x038 */
	__u32 area_size;		/* 0x03c */
	__u16 uart_port;		/* 0x040 */
	__u16 debug_port;		/* 0x042 */
	__u32 fail_at;			/* 0x044 */
	__u64 entry_maddr;		/* 0x048 */
	__u32 entry_mode;		/* 0x050 */
	__u32 image_crc;		/* 0x054 */
	__u64 image_maddr;		/* 0x058 */
	__u64 image_size;		/* 0x060 */
	__u64 cmdline_maddr;		/* 0x068 */
	__u32 cmdline_size;		/* 0x070 */
	__u32 cmdline_crc;		/* 0x074 */
	__u64 memmap_maddr;		/* 0x078 */
	__u32 memmap_nr;		/* 0x080 */
	__u32 memmap_crc;		/* 0x084 */
	__u64 mbi_maddr;		/* 0x088 */
	__u32 mbi_size;			/* 0x090 */
	__u32 nr_modules;		/* 0x094 */
	__u64 blob_maddr;		/* 0x098 */
	__u64 blob_size;		/* 0x0a0 */
	__u64 extents_maddr;		/* 0x0a8 */
	__u32 nr_extents;		/* 0x0b0 */
	__u32 blob_crc;			/* 0x0b4 */
	__u64 return_cr3;		/* 0x0b8 */
	__u64 return_rip;		/* 0x0c0 */
	__u64 bank_maddr;		/* 0x0c8 */
	__u64 bank_size;		/* 0x0d0 */
	__u8  blob_sha256[32];		/* 0x0d8 */
	__u8  image_sha256[32];		/* 0x0f8 */
	char  from_version[64];		/* 0x118 */
	char  from_build_id[48];	/* 0x158 */
	__u64 wallclock_ns;		/* 0x188 */
	struct xlu_module module[XLU_MAX_MODULES]; /* 0x190 */
	__u64 copies_maddr;		/* 0x210 */
	__u32 nr_copies;		/* 0x218 */
	__u8  reserved1[0x3f0 - 0x21c];	/* 0x21c */
	__u64 ebda_maddr;		/* 0x3f0 */
	__u64 rsdp_maddr;		/* 0x3f8 */
	/* result */
	__u32 phase;			/* 0x400 */
	__u32 reason;			/* 0x404 */
	__u64 detail[4];		/* 0x408 */
	__u64 bytes_moved;		/* 0x428 */
	__u64 bytes_in_place;		/* 0x430 */
	__u32 nmis;			/* 0x438 */
	__u32 timeout;			/* 0x43c */
	__u64 stamp[XLU_NR_STAMPS];	/* 0x440 */
	char  text[64];			/* 0x640 */
	__u64 pause_ns;			/* 0x680 */
	__u64 predicted_ns;		/* 0x688 */
	__u64 boot_needed;		/* 0x690 */
	__u64 boot_available;		/* 0x698 */
	__u32 nr_records;		/* 0x6a0 */
	__u32 nr_skipped;		/* 0x6a4 */
	__u64 warnings;			/* 0x6a8 */
	__u32 nr_notes;			/* 0x6b0 */
	__u32 page_state;		/* 0x6b4 */
	struct xlu_note note[XLU_MAX_NOTES]; /* 0x6b8 */
	__u32 audit;			/* 0x7b8 */
	__u32 audit_wrong;		/* 0x7bc */
	__u64 audit_pages;		/* 0x7c0 */
	__u8  reserved3[0x800 - 0x7c8];	/* 0x7c8 */
	struct xlu_record_sum record[XLU_MAX_RECORD_SUMS]; /* 0x800 */
};

/*
 * Assert the layout by the size of an array: static_assert() needs a header whose name
 * differs between Linux, Xen, stub and host.
 */
#define XLU_OFFSET_IS(field, offset) \
	(__builtin_offsetof(struct xlu_handoff, field) == (offset))
extern char xlu_handoff_layout[XLU_OFFSET_IS(crc, 0x010) &&
	XLU_OFFSET_IS(flags, XLU_HANDOFF_CRC_START) &&
	XLU_OFFSET_IS(entry_maddr, 0x048) &&
	XLU_OFFSET_IS(cmdline_maddr, 0x068) &&
	XLU_OFFSET_IS(mbi_maddr, 0x088) &&
	XLU_OFFSET_IS(blob_maddr, 0x098) &&
	XLU_OFFSET_IS(return_cr3, 0x0b8) &&
	XLU_OFFSET_IS(blob_sha256, 0x0d8) &&
	XLU_OFFSET_IS(from_version, 0x118) &&
	XLU_OFFSET_IS(wallclock_ns, 0x188) &&
	XLU_OFFSET_IS(module, 0x190) &&
	XLU_OFFSET_IS(copies_maddr, 0x210) &&
	XLU_OFFSET_IS(ebda_maddr, 0x3f0) &&
	XLU_OFFSET_IS(phase, XLU_HANDOFF_CRC_END) &&
	XLU_OFFSET_IS(stamp, 0x440) &&
	XLU_OFFSET_IS(text, 0x640) &&
	XLU_OFFSET_IS(warnings, 0x6a8) &&
	XLU_OFFSET_IS(note, 0x6b8) &&
	XLU_OFFSET_IS(audit, 0x7b8) &&
	XLU_OFFSET_IS(record, 0x800) &&
	sizeof(struct xlu_handoff) == XLU_HANDOFF_SIZE &&
	sizeof(struct xlu_extent_page) == 4096 &&
	sizeof(struct xlu_copy_page) == 4096 &&
	sizeof(struct xlu_memmap_entry) == 24 &&
	sizeof(struct xlu_module) == 32 ? 1 : -1];
#undef XLU_OFFSET_IS

#endif /* _XEN_LIVEUPDATE_HANDOFF_H */
