/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * /dev/xen-liveupdate: replace the Xen hypervisor from its control domain.
 *
 * General ioctl format
 * --------------------
 * Every argument is a struct that begins with its own size in bytes as the
 * caller knows it, and every number is an _IO() without a size, so that structs
 * may grow at their end. A caller with an older, shorter struct is served: what
 * it lacks counts as zero. A caller with a newer, longer struct is served as long
 * as what the driver does not know is zero. Fields that a call returns are
 * written back up to the caller's size.
 *
 * Errors that have the same meaning everywhere
 * --------------------------------------------
 *	ENOTTY		unknown ioctl number
 *	E2BIG		bytes behind the end of the struct known here are not zero
 *	EINVAL		size too small, or a field has a value without a meaning
 *	EOPNOTSUPP	unknown flag or kind, or a mode that this host lacks: live
 *			asked for and not offered by the running Xen
 *	EFAULT		a pointer leads nowhere
 *	EBADF		not opened for writing, or a file descriptor of the wrong type
 *	EBUSY		another owner or another step is at work, or the buffer is
 *			still mapped, or its pages are in use for I/O (seal), or
 *			something is in the way of a live update that passes by
 *			itself (load, commit): STATUS.reason is "busy" then
 *	EBADFD		the call does not fit the present state; nothing changed
 *	EPERM		no CAP_SYS_BOOT in the initial user namespace, or kernel
 *			lockdown or a security module said no
 *	ENOMEM		dom0, or, live, Xen has too little free memory
 *	EFBIG		payload larger than its limit (see INFO)
 *	EINTR		cancelled by a signal or by CANCEL
 *
 * Errors of verification and load, the cause in words is in STATUS.reason
 *	ENOEXEC		not an image that can be used: see reason
 *	EBADMSG		digest differs or signature does not match
 *	ENOKEY		signature by an unknown key
 *	EKEYREJECTED	signature missing although required, or key not acceptable
 *	EIO		Xen refused for a reason it has no other errno for
 *
 * One process at a time may have the device open for writing, any number for
 * reading: INFO, STATUS, REPORT, BLOB and poll() need read access only. When the
 * writer closes the device, or dies, everything is undone up to COMMIT: buffers
 * are freed, a loaded image is taken back from Xen, unless LOAD was told to keep
 * it with XEN_LIVEUPDATE_LOAD_KEEP.
 *
 * poll(): EPOLLPRI and EPOLLIN when STATUS.sequence differs from the value that
 * STATUS returned last on this file.
 */
#ifndef _UAPI_LINUX_XEN_LIVEUPDATE_H
#define _UAPI_LINUX_XEN_LIVEUPDATE_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define XEN_LIVEUPDATE_DEVICE		"/dev/xen-liveupdate"
#define XEN_LIVEUPDATE_ABI_VERSION	1
#define XEN_LIVEUPDATE_IOC_TYPE		0xbb
#define XEN_LIVEUPDATE_SHA256_SIZE	32

/**
 * enum xen_liveupdate_state - where the one update that there can be stands
 * @XEN_LIVEUPDATE_STATE_IDLE: nothing staged
 * @XEN_LIVEUPDATE_STATE_RECEIVING: payloads are being staged
 * @XEN_LIVEUPDATE_STATE_RECEIVED: the Xen image is sealed
 * @XEN_LIVEUPDATE_STATE_VERIFYING: verification is running
 * @XEN_LIVEUPDATE_STATE_VERIFIED: the image may be loaded
 * @XEN_LIVEUPDATE_STATE_LOADING: the image is being handed to Xen
 * @XEN_LIVEUPDATE_STATE_LOADED: it is ready: Xen holds it (live), or dom0 (cold); nothing
 *	is paused yet
 * @XEN_LIVEUPDATE_STATE_ARMED: it will be entered by the next reboot of dom0
 * @XEN_LIVEUPDATE_STATE_COMMITTING: no way to cancel any more, unless it is waiting
 * @XEN_LIVEUPDATE_STATE_FAILED: see STATUS.failed_state and STATUS.reason;
 *	CANCEL, or staging anew, leaves this state
 */
enum xen_liveupdate_state {
	XEN_LIVEUPDATE_STATE_IDLE	= 0,
	XEN_LIVEUPDATE_STATE_RECEIVING	= 1,
	XEN_LIVEUPDATE_STATE_RECEIVED	= 2,
	XEN_LIVEUPDATE_STATE_VERIFYING	= 3,
	XEN_LIVEUPDATE_STATE_VERIFIED	= 4,
	XEN_LIVEUPDATE_STATE_LOADING	= 5,
	XEN_LIVEUPDATE_STATE_LOADED	= 6,
	XEN_LIVEUPDATE_STATE_ARMED	= 7,
	XEN_LIVEUPDATE_STATE_COMMITTING	= 8,
	XEN_LIVEUPDATE_STATE_FAILED	= 9,
};

/**
 * enum xen_liveupdate_payload - what a staging buffer is for
 * @XEN_LIVEUPDATE_PAYLOAD_XEN: the new Xen: ELF image with a Multiboot2 header,
 *	may be compressed with gzip, xz or zstd, may carry a signature at its end
 * @XEN_LIVEUPDATE_PAYLOAD_CMDLINE: its command line; none: that of the running Xen
 * @XEN_LIVEUPDATE_PAYLOAD_KERNEL: cold mode: dom0 kernel (bzImage or ELF, as Xen takes it)
 * @XEN_LIVEUPDATE_PAYLOAD_KERNEL_CMDLINE: cold mode: its command line; none: that
 *	of the running dom0
 * @XEN_LIVEUPDATE_PAYLOAD_INITRD: cold mode: its initial RAM disk
 * @XEN_LIVEUPDATE_PAYLOAD_BLOB: cold mode: opaque state, handed to the new dom0
 */
enum xen_liveupdate_payload {
	XEN_LIVEUPDATE_PAYLOAD_XEN		= 0,
	XEN_LIVEUPDATE_PAYLOAD_CMDLINE		= 1,
	XEN_LIVEUPDATE_PAYLOAD_KERNEL		= 2,
	XEN_LIVEUPDATE_PAYLOAD_KERNEL_CMDLINE	= 3,
	XEN_LIVEUPDATE_PAYLOAD_INITRD		= 4,
	XEN_LIVEUPDATE_PAYLOAD_BLOB		= 5,
	XEN_LIVEUPDATE_NR_PAYLOADS
};

/* Modes, bits of INFO.modes and the value of LOAD.mode */
#define XEN_LIVEUPDATE_MODE_COLD	0x1 /* hosts skips firmware; domains do not survive */
#define XEN_LIVEUPDATE_MODE_LIVE	0x2 /* domains survive, dom0 among them */

/* Policy, bits of INFO.policy */
#define XEN_LIVEUPDATE_POLICY_SIG_ENFORCE 0x1 /* unsigned images are refused */
#define XEN_LIVEUPDATE_POLICY_LOCKDOWN	0x2 /* the same, by kernel lockdown */

/**
 * struct xen_liveupdate_info - XEN_LIVEUPDATE_INFO: what driver and host can do
 * @size: size of this struct
 * @abi_version: out: XEN_LIVEUPDATE_ABI_VERSION
 * @modes: out: XEN_LIVEUPDATE_MODE_* that the running Xen offers
 * @policy: out: XEN_LIVEUPDATE_POLICY_*
 * @max_size: out: largest payload of each kind, bytes, after inflation
 * @region_maddr: out: live: machine address of the staging bank, 0 without
 * @region_size: out: live: its bytes
 * @handoff_version: out: version of the handoff page
 * @stub_size: out: bytes of the handoff stub
 * @stub_sha256: out: its SHA-256
 * @compression: out: bits: 1 gzip, 2 xz, 4 zstd: what this kernel inflates
 * @reserved: zero
 * @driver_version: out: version of the driver, text
 * @xen_version: out: version of the running Xen, text
 * @xen_build_id: out: its build id, lower-case hexadecimal text, may be empty
 * @cold_warnings: out: XLU_WARN_* of <xen-liveupdate/handoff.h>: what a cold update of
 *	this host ends
 * @live_refusal: out: why Xen refuses live updates although it has a bank, text, empty
 *	if it does not
 */
struct xen_liveupdate_info {
	__u32 size;
	__u32 abi_version;
	__u32 modes;
	__u32 policy;
	__aligned_u64 max_size[8];
	__aligned_u64 region_maddr;
	__aligned_u64 region_size;
	__u32 handoff_version;
	__u32 stub_size;
	__u8 stub_sha256[XEN_LIVEUPDATE_SHA256_SIZE];
	__u32 compression;
	__u32 reserved;
	__u8 driver_version[32];
	__u8 xen_version[64];
	__u8 xen_build_id[48];
	__aligned_u64 cold_warnings;
	__u8 live_refusal[64];
};

/**
 * struct xen_liveupdate_status - XEN_LIVEUPDATE_STATUS: what is going on
 * @size: size of this struct
 * @state: out: enum xen_liveupdate_state
 * @failed_state: out: the state in which the last failure happened
 * @error: out: its errno, positive, 0 if there was none
 * @sequence: out: number of state changes since the module was loaded
 * @bytes_done: out: progress of the step that is running
 * @bytes_total: out: its end, 0 if unknown
 * @bytes_copied: out: bytes that the CPU copied for this update so far, on
 *	behalf of dom0 (inflating counts as one copy); what Xen copies is not in it
 * @memory: out: bytes that the driver holds for this update besides its fixed
 *	structures
 * @mode: out: mode of the loaded image, 0 if none is loaded
 * @signed_image: out: 1 if the signature of the staged image was verified
 * @image_size: out: bytes of the staged Xen, inflated, 0 if there is none
 * @image_sha256: out: SHA-256 of the Xen image file as it was staged, that is
 *	before inflation and with its signature
 * @reason: out: why the last action failed, one of the words in
 *	Documentation/userspace-api.rst, empty if none did
 * @image_build_id: out: build id of the staged Xen, hexadecimal text
 * @explanation: out: what Xen itself says of its refusal, or what a file that was
 *	refused seems to be; text, may be empty
 */
struct xen_liveupdate_status {
	__u32 size;
	__u32 state;
	__u32 failed_state;
	__u32 error;
	__aligned_u64 sequence;
	__aligned_u64 bytes_done;
	__aligned_u64 bytes_total;
	__aligned_u64 bytes_copied;
	__aligned_u64 memory;
	__u32 mode;
	__u32 signed_image;
	__aligned_u64 image_size;
	__u8 image_sha256[XEN_LIVEUPDATE_SHA256_SIZE];
	__u8 reason[32];
	__u8 image_build_id[48];
	__u8 explanation[64];
};

/**
 * struct xen_liveupdate_stage_create - XEN_LIVEUPDATE_STAGE_CREATE: new buffer
 * @size: size of this struct
 * @payload: enum xen_liveupdate_payload; a second buffer of the same kind
 *	replaces the first
 * @flags: zero
 * @fd: out: file descriptor of the buffer, close-on-exec: write() appends,
 *	pwrite() and mmap(MAP_SHARED) go anywhere in it. It stays valid until it
 *	is closed; the buffer follows the update, not the descriptor
 * @length: bytes of the payload
 * @data_offset: out: where in a mapping of @fd the payload begins. Not 0 if the
 *	buffer lies in the staging bank of a Xen that offers live updates, so that
 *	the image is in its final place; a caller without this field gets other memory
 *
 * Errors: EFBIG @length over its limit, EINVAL @length zero, ENOMEM, EBADFD.
 */
struct xen_liveupdate_stage_create {
	__u32 size;
	__u32 payload;
	__u32 flags;
	__s32 fd;
	__aligned_u64 length;
	__aligned_u64 data_offset;
};

/**
 * struct xen_liveupdate_stage_fd - XEN_LIVEUPDATE_STAGE_FD: the kernel reads a file
 * @size: size of this struct
 * @payload: enum xen_liveupdate_payload
 * @flags: zero
 * @fd: regular file, open for reading
 *
 * Security modules and IMA see the read (READING_KEXEC_IMAGE for the Xen image,
 * READING_KEXEC_INITRAMFS for all else). The buffer is sealed afterwards.
 *
 * Errors: EFBIG, EINVAL empty or not a regular file, ENOMEM, EPERM, EBADFD, EINTR.
 */
struct xen_liveupdate_stage_fd {
	__u32 size;
	__u32 payload;
	__u32 flags;
	__s32 fd;
};

/**
 * struct xen_liveupdate_seal - XEN_LIVEUPDATE_SEAL: nobody can write it any more
 * @size: size of this struct
 * @payload: enum xen_liveupdate_payload
 * @flags: XEN_LIVEUPDATE_SEAL_SHA256: compare with @sha256
 * @reserved: zero
 * @sha256: SHA-256 that the content must have
 *
 * Nobody can write to the buffer or map it afterwards.
 *
 * Errors: EBUSY it is mapped, or its pages are in use for I/O; EBADMSG other digest
 * (the buffer is dropped; for the Xen image the update has failed); ENOENT no such
 * buffer; EBADFD.
 */
struct xen_liveupdate_seal {
	__u32 size;
	__u32 payload;
	__u32 flags;
#define XEN_LIVEUPDATE_SEAL_SHA256	0x1
	__u32 reserved;
	__u8 sha256[XEN_LIVEUPDATE_SHA256_SIZE];
};

/**
 * struct xen_liveupdate_verify - XEN_LIVEUPDATE_VERIFY: may this image be used?
 * @size: size of this struct
 * @flags: XEN_LIVEUPDATE_VERIFY_SIGNED: refuse an unsigned image whatever the policy
 *
 * Parses and inflates the image, checks bounds, Multiboot2 header and signature.
 *
 * Errors: ENOEXEC, EBADMSG, ENOKEY, EKEYREJECTED, EFBIG, ENOMEM, EPERM, EBADFD.
 */
struct xen_liveupdate_verify {
	__u32 size;
	__u32 flags;
#define XEN_LIVEUPDATE_VERIFY_SIGNED	0x1
};

/*
 * The longest wait of LOAD and COMMIT in live mode for what passes by itself, such
 * as a domain that is being created, destroyed, saved or migrated. Xen is asked
 * again and again meanwhile, and nothing is paused. STATUS.explanation says what is
 * waited for. A signal or CANCEL ends the wait: nothing was changed on the host, and
 * the state is idle.
 */
#define XEN_LIVEUPDATE_WAIT_MAX_MS	600000

/**
 * struct xen_liveupdate_load - XEN_LIVEUPDATE_LOAD: make all ready
 * @size: size of this struct
 * @mode: XEN_LIVEUPDATE_MODE_COLD or XEN_LIVEUPDATE_MODE_LIVE, exactly one
 * @flags: XEN_LIVEUPDATE_LOAD_*
 * @wait_ms: live: how long to wait for what passes by itself, at most
 *	XEN_LIVEUPDATE_WAIT_MAX_MS; 0: not at all
 *
 * Errors: EOPNOTSUPP mode not offered, ENOENT a payload that the mode needs is
 * missing, ENOSPC no room for it in the machine's memory, EBUSY it has not passed
 * in time, or, cold, kexec-tools has an image loaded, EINVAL @wait_ms too large or
 * with cold mode, E2BIG a command line that Xen would cut off, EINTR, ENOMEM, EIO,
 * EPERM, EBADFD, also if a payload is not sealed.
 */
struct xen_liveupdate_load {
	__u32 size;
	__u32 mode;
	__u32 flags;
/*
 * Check and compute all, then undo it. Live: domains are paused for a moment, their
 * state is written and read again; REPORT has what was found.
 */
#define XEN_LIVEUPDATE_LOAD_DRY_RUN	0x1
#define XEN_LIVEUPDATE_LOAD_KEEP	0x2 /* stay loaded when the owner closes the device */
	__u32 wait_ms;
};

/**
 * struct xen_liveupdate_commit - XEN_LIVEUPDATE_COMMIT: do it
 * @size: size of this struct
 * @flags: XEN_LIVEUPDATE_COMMIT_ON_REBOOT: cold: not now but when dom0 reboots
 * @image_sha256: STATUS.image_sha256 of the image that is meant
 * @wait_ms: as in struct xen_liveupdate_load
 * @reserved: zero
 *
 * Cold: dom0's devices are shut down in the kernel's normal order, then the new
 * Xen is entered: the call does not return. User space should have been stopped
 * before; XEN_LIVEUPDATE_COMMIT_ON_REBOOT leaves that to the init system.
 * Live: returns 0 in the same process, on the new Xen; an error means that the
 * old Xen went on.
 *
 * Errors: EBADMSG @image_sha256 is not that of the loaded image, EINVAL @wait_ms too
 * large or with cold mode, EPERM, EBADFD, EOPNOTSUPP; live: EBUSY, EINTR as with
 * LOAD, for others see REPORT; cold: EBUSY kexec-tools has an image loaded, EIO Xen
 * refused. After EBUSY, and cold also after EIO, the image is still loaded.
 */
struct xen_liveupdate_commit {
	__u32 size;
	__u32 flags;
#define XEN_LIVEUPDATE_COMMIT_ON_REBOOT	0x1
	__u8 image_sha256[XEN_LIVEUPDATE_SHA256_SIZE];
	__u32 wait_ms;
	__u32 reserved;
};

/**
 * struct xen_liveupdate_simple - argument of UNLOAD and CANCEL
 * @size: size of this struct
 * @flags: zero
 *
 * XEN_LIVEUPDATE_UNLOAD drops what is loaded. State afterwards: idle.
 * XEN_LIVEUPDATE_CANCEL stops whatever is going on and drops everything. State
 * afterwards: idle. Errors: EBUSY committing and not waiting, EBADFD nothing to undo.
 */
struct xen_liveupdate_simple {
	__u32 size;
	__u32 flags;
};

/**
 * struct xen_liveupdate_record - all records of one type in the state stream
 * @type: XEN_LU_REC_* of Xen's public/liveupdate.h
 * @nr: their number
 * @bytes: of all of them, with headers and padding
 */
struct xen_liveupdate_record {
	__u32 type;
	__u32 nr;
	__aligned_u64 bytes;
};

/**
 * struct xen_liveupdate_note - what a warning of a live update is about
 * @domid: domain, 0x7ff4 for the host
 * @warning: number of its bit, see XLU_WARN_* of <xen-liveupdate/handoff.h>
 * @error: errno, 0 if there is none
 * @type: XEN_LU_REC_* of the record that it is about, 0 for none
 * @nr: which of many: interrupt of the domain, CPU, vCPU
 */
struct xen_liveupdate_note {
	__u16 domid;
	__u16 warning;
	__u32 error;
	__u32 type;
	__u32 nr;
};

/**
 * struct xen_liveupdate_report - XEN_LIVEUPDATE_REPORT: how the last update went
 * @size: size of this struct
 * @result: out: XEN_LIVEUPDATE_RESULT_*
 * @mode: out: XEN_LIVEUPDATE_MODE_*
 * @generation: out: updates in a row since the last cold boot of the host
 * @phase: out: enum xlu_phase of <xen-liveupdate/handoff.h>: the last one entered
 * @reason: out: enum xlu_reason
 * @detail: out: see enum xlu_reason
 * @tsc_khz: out: rate of @stamp
 * @nr_stamps: out: entries in @stamp
 * @stamp: out: TSC at the begin of each phase, index enum xlu_phase
 * @bytes_moved: out: bytes of the blob that the stub copied
 * @bytes_in_place: out: bytes of the blob that were where they belong
 * @blob_size: out: bytes of the state blob
 * @blackout_ns: out: live: first pause to last unpause; cold: commit to report
 * @wallclock_ns: out: CLOCK_REALTIME at commit, ns since 1970
 * @blob_sha256: out: SHA-256 of the blob as the old side stated it
 * @blob_found_sha256: out: SHA-256 of the blob as found here
 * @image_sha256: out: SHA-256 of the image file that was committed
 * @update_id: out: random name of the update
 * @from_version: out: version of the old Xen, text
 * @from_build_id: out: its build id, hexadecimal text
 * @to_version: out: version of the running Xen, text
 * @to_build_id: out: its build id
 * @explanation: out: @reason as Xen says it, text, may be empty
 * @pause_ns: out: dry run: how long domains were paused
 * @predicted_ns: out: live: blackout as the old Xen estimated it
 * @boot_needed: out: live: memory that the new Xen needs in its bank, bytes
 * @boot_available: out: live: bytes that the bank has for that
 * @nr_records: out: live: used entries of @record
 * @nr_skipped: out: live: optional records that the new Xen did not know
 * @warnings: out: XLU_WARN_* of <xen-liveupdate/handoff.h>: what is not as it
 *	was; all domains run, except for those that are lost
 * @record: out: live: what the state consists of, by record type
 * @nr_notes: out: live: what warnings are about; may be more than @note can hold
 * @reserved: zero
 * @note: out: live: the first of them; `xl dmesg` names them all
 *
 * Errors: ENODATA there was no update.
 */
struct xen_liveupdate_report {
	__u32 size;
	__u32 result;
#define XEN_LIVEUPDATE_RESULT_NONE	0
#define XEN_LIVEUPDATE_RESULT_OK	1 /* the new Xen runs */
#define XEN_LIVEUPDATE_RESULT_REFUSED	2 /* the old Xen went on */
#define XEN_LIVEUPDATE_RESULT_DAMAGED	3 /* the new Xen runs, the blob does not match */
#define XEN_LIVEUPDATE_RESULT_DRY_RUN	4 /* it was tried, the same Xen goes on */
	__u32 mode;
	__u32 generation;
	__u32 phase;
	__u32 reason;
	__aligned_u64 detail[4];
	__u32 tsc_khz;
	__u32 nr_stamps;
	__aligned_u64 stamp[64];
	__aligned_u64 bytes_moved;
	__aligned_u64 bytes_in_place;
	__aligned_u64 blob_size;
	__aligned_u64 blackout_ns;
	__aligned_u64 wallclock_ns;
	__u8 blob_sha256[XEN_LIVEUPDATE_SHA256_SIZE];
	__u8 blob_found_sha256[XEN_LIVEUPDATE_SHA256_SIZE];
	__u8 image_sha256[XEN_LIVEUPDATE_SHA256_SIZE];
	__u8 update_id[16];
	__u8 from_version[64];
	__u8 from_build_id[48];
	__u8 to_version[64];
	__u8 to_build_id[48];
	__u8 explanation[64];
	__aligned_u64 pause_ns;
	__aligned_u64 predicted_ns;
	__aligned_u64 boot_needed;
	__aligned_u64 boot_available;
	__u32 nr_records;
	__u32 nr_skipped;
	__aligned_u64 warnings;
	struct xen_liveupdate_record record[128];
	__u32 nr_notes;
	__u32 reserved;
	struct xen_liveupdate_note note[16];
};

/**
 * struct xen_liveupdate_blob - XEN_LIVEUPDATE_BLOB: the blob that was handed over
 * @size: size of this struct
 * @flags: zero
 * @fd: out: read-only file descriptor: read(), pread(), mmap(PROT_READ)
 * @reserved: zero
 * @length: out: its bytes
 *
 * Errors: ENODATA there is none.
 */
struct xen_liveupdate_blob {
	__u32 size;
	__u32 flags;
	__s32 fd;
	__u32 reserved;
	__aligned_u64 length;
};

#define XEN_LIVEUPDATE_INFO		_IO(XEN_LIVEUPDATE_IOC_TYPE, 0x00)
#define XEN_LIVEUPDATE_STATUS		_IO(XEN_LIVEUPDATE_IOC_TYPE, 0x01)
#define XEN_LIVEUPDATE_STAGE_CREATE	_IO(XEN_LIVEUPDATE_IOC_TYPE, 0x02)
#define XEN_LIVEUPDATE_STAGE_FD		_IO(XEN_LIVEUPDATE_IOC_TYPE, 0x03)
#define XEN_LIVEUPDATE_SEAL		_IO(XEN_LIVEUPDATE_IOC_TYPE, 0x04)
#define XEN_LIVEUPDATE_VERIFY		_IO(XEN_LIVEUPDATE_IOC_TYPE, 0x05)
#define XEN_LIVEUPDATE_LOAD		_IO(XEN_LIVEUPDATE_IOC_TYPE, 0x06)
#define XEN_LIVEUPDATE_UNLOAD		_IO(XEN_LIVEUPDATE_IOC_TYPE, 0x07)
#define XEN_LIVEUPDATE_COMMIT		_IO(XEN_LIVEUPDATE_IOC_TYPE, 0x08)
#define XEN_LIVEUPDATE_CANCEL		_IO(XEN_LIVEUPDATE_IOC_TYPE, 0x09)
#define XEN_LIVEUPDATE_REPORT		_IO(XEN_LIVEUPDATE_IOC_TYPE, 0x0a)
#define XEN_LIVEUPDATE_BLOB		_IO(XEN_LIVEUPDATE_IOC_TYPE, 0x0b)

#endif /* _UAPI_LINUX_XEN_LIVEUPDATE_H */
