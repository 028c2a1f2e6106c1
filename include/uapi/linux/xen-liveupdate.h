/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * /dev/xen-liveupdate: replace the Xen hypervisor under running domains, or together
 * with dom0 and without firmware.
 *
 * General ioctl format
 * --------------------
 * Every argument is a structure whose first field is its size in bytes as known to
 * the caller, and every ioctl number is an _IO() without a size, so that structures
 * can grow at their end. Fields missing from an older, shorter structure are taken as
 * zero. A newer, longer structure is accepted if all bytes unknown to the driver are
 * zero. Output fields are written back up to the caller's size; a call that has none
 * writes nothing.
 *
 * Errors that have the same meaning everywhere
 * --------------------------------------------
 *	ENOTTY		unknown ioctl number
 *	E2BIG		non-zero bytes beyond the structure known to the driver
 *	EINVAL		size too small, or a field has an undefined value
 *	EOPNOTSUPP	unknown flag or payload, or a mode that is not available on this
 *			host, such as live updates on a Xen without support for them
 *	EFAULT		bad pointer
 *	EBADF		not opened for writing, or a file descriptor of the wrong type
 *	EBUSY		the device is open for writing elsewhere, or another action is
 *			running, or the buffer to be sealed is still mapped or in use
 *			for I/O, or a transient condition prevents a live update
 *			(LOAD, COMMIT; STATUS.explanation names it): nothing has
 *			changed, and the same call can be made again
 *	EBADFD		not possible in the current state; nothing was changed
 *	EPERM		no CAP_SYS_BOOT in the initial user namespace, or kernel
 *			lockdown or a security module denied it
 *	ENOMEM		too little free memory in dom0, or in Xen (live)
 *	EFBIG		payload larger than its limit (see INFO)
 *	EINTR		cancelled by a signal or by CANCEL
 *
 * Errors of verification and load; STATUS.reason and STATUS.why name the exact cause
 *	ENOEXEC		not a usable image
 *	EBADMSG		wrong digest, or the signature does not match
 *	ENOKEY		signature by an unknown key
 *	EKEYREJECTED	signature missing although required, or key not acceptable
 *	EIO		Xen refused, with an error that has no equivalent above
 *
 * The device can be open for writing once, and for reading any number of times: INFO,
 * STATUS, REPORT, BLOB and poll() need read access only. When the writer closes the
 * device or dies before COMMIT, its work is undone: buffers are freed, and a loaded
 * image is unloaded from Xen unless LOAD had XEN_LIVEUPDATE_LOAD_KEEP.
 *
 * poll(): EPOLLPRI and EPOLLIN when STATUS.sequence differs from the value last
 * returned by STATUS on this file.
 */
#ifndef _UAPI_LINUX_XEN_LIVEUPDATE_H
#define _UAPI_LINUX_XEN_LIVEUPDATE_H

#include <linux/ioctl.h>
#include <linux/types.h>
#include <linux/xen-liveupdate-codes.h>

#define XEN_LIVEUPDATE_DEVICE		"/dev/xen-liveupdate"
#define XEN_LIVEUPDATE_ABI_VERSION	1
#define XEN_LIVEUPDATE_IOC_TYPE		0xbb
#define XEN_LIVEUPDATE_SHA256_SIZE	32

/**
 * enum xen_liveupdate_state - state of the update
 * @XEN_LIVEUPDATE_STATE_IDLE: nothing staged
 * @XEN_LIVEUPDATE_STATE_RECEIVING: payloads are being staged
 * @XEN_LIVEUPDATE_STATE_RECEIVED: the Xen image is sealed
 * @XEN_LIVEUPDATE_STATE_VERIFYING: verification is running
 * @XEN_LIVEUPDATE_STATE_VERIFIED: the image may be loaded
 * @XEN_LIVEUPDATE_STATE_LOADING: the image is being loaded
 * @XEN_LIVEUPDATE_STATE_LOADED: the image is held by Xen (live) or dom0 (cold), ready for
 *	COMMIT; no domain has been paused
 * @XEN_LIVEUPDATE_STATE_ARMED: the next reboot of dom0 enters it
 * @XEN_LIVEUPDATE_STATE_COMMITTING: it cannot be cancelled any more
 * @XEN_LIVEUPDATE_STATE_FAILED: see STATUS.failed_state and STATUS.reason;
 *	CANCEL or new staging leaves this state
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
 * enum xen_liveupdate_payload - content of a staging buffer
 * @XEN_LIVEUPDATE_PAYLOAD_XEN: the new Xen: ELF image with a Multiboot2 header,
 *	may be compressed with gzip, xz or zstd, may carry a signature at its end
 * @XEN_LIVEUPDATE_PAYLOAD_CMDLINE: its command line; default: that of the running Xen
 * @XEN_LIVEUPDATE_PAYLOAD_KERNEL: cold mode: dom0 kernel (bzImage or ELF, as Xen takes it)
 * @XEN_LIVEUPDATE_PAYLOAD_KERNEL_CMDLINE: cold mode: its command line; default:
 *	that of the running dom0
 * @XEN_LIVEUPDATE_PAYLOAD_INITRD: cold mode: its initial RAM disk
 * @XEN_LIVEUPDATE_PAYLOAD_BLOB: cold mode: opaque state for the new dom0
 */
enum xen_liveupdate_payload {
	XEN_LIVEUPDATE_PAYLOAD_XEN		= 0,
	XEN_LIVEUPDATE_PAYLOAD_CMDLINE		= 1,
	XEN_LIVEUPDATE_PAYLOAD_KERNEL		= 2,
	XEN_LIVEUPDATE_PAYLOAD_KERNEL_CMDLINE	= 3,
	XEN_LIVEUPDATE_PAYLOAD_INITRD		= 4,
	XEN_LIVEUPDATE_PAYLOAD_BLOB		= 5,
};

/* Modes, bits of INFO.modes and the value of LOAD.mode */
#define XEN_LIVEUPDATE_MODE_COLD	0x1 /* reboot without firmware; domains do not survive */
#define XEN_LIVEUPDATE_MODE_LIVE	0x2 /* domains survive, including dom0 */

/* Bits of INFO.compression */
#define XEN_LIVEUPDATE_COMPRESSION_GZIP	0x1
#define XEN_LIVEUPDATE_COMPRESSION_XZ	0x2
#define XEN_LIVEUPDATE_COMPRESSION_ZSTD	0x4

/* Policy, bits of INFO.policy */
#define XEN_LIVEUPDATE_POLICY_SIG_ENFORCE 0x1 /* unsigned images are refused */
#define XEN_LIVEUPDATE_POLICY_LOCKDOWN	0x2 /* the same, by kernel lockdown */

/**
 * struct xen_liveupdate_info - XEN_LIVEUPDATE_INFO: features of driver and host
 * @size: size of this struct
 * @abi_version: out: XEN_LIVEUPDATE_ABI_VERSION
 * @modes: out: XEN_LIVEUPDATE_MODE_* that the running Xen offers
 * @policy: out: XEN_LIVEUPDATE_POLICY_*
 * @max_size: out: largest payload of each kind, bytes, after inflation
 * @region_maddr: out: live: machine address of the staging bank, 0 without
 * @region_size: out: live: bytes of the staging bank
 * @handoff_version: out: version of the handoff page
 * @stub_size: out: bytes of the handoff stub
 * @stub_sha256: out: its SHA-256
 * @compression: out: XEN_LIVEUPDATE_COMPRESSION_* that this kernel supports
 * @reserved: zero
 * @driver_version: out: version of the driver, text
 * @xen_version: out: version of the running Xen, text
 * @xen_build_id: out: its build id, lower-case hexadecimal text, may be empty
 * @cold_warnings: out: features that a cold update of this host ends for good, bits
 *	numbered by enum xen_liveupdate_warning
 * @live_refusal: out: why Xen refuses live updates although it has a bank: text, empty
 *	if it offers them
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
 * struct xen_liveupdate_status - XEN_LIVEUPDATE_STATUS: state and progress
 * @size: size of this struct
 * @state: out: enum xen_liveupdate_state
 * @failed_state: out: state in which the last failure occurred
 * @error: out: its errno, positive; 0 without a failure
 * @sequence: out: number of state changes since the module was loaded
 * @bytes_done: out: progress of the running action
 * @bytes_total: out: its total, 0 if unknown
 * @bytes_copied: out: bytes copied by dom0's CPUs for this update so far;
 *	decompression counts as one copy, copies made by Xen do not count
 * @memory: out: bytes allocated by the driver for this update
 * @mode: out: mode of the loaded image, 0 if none is loaded
 * @signed_image: out: 1 if the signature of the staged image was verified
 * @image_size: out: bytes of the staged Xen after decompression, 0 without one
 * @image_sha256: out: SHA-256 of the Xen image file as staged, that is, compressed and
 *	with its signature
 * @reason: out: why the last action failed: the word of @why, empty if none did
 * @image_build_id: out: build id of the staged Xen, hexadecimal text
 * @explanation: out: Xen's explanation of its refusal, or the apparent format of a
 *	file that was refused; text, may be empty
 * @why: out: enum xen_liveupdate_why: why the last action failed
 * @reserved: zero
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
	__u32 why;
	__u32 reserved;
};

/**
 * struct xen_liveupdate_stage_create - XEN_LIVEUPDATE_STAGE_CREATE: new buffer
 * @size: size of this struct
 * @payload: enum xen_liveupdate_payload; a second buffer of the same kind
 *	replaces the first
 * @flags: zero
 * @fd: out: file descriptor of the buffer, close-on-exec: write() appends, pwrite()
 *	and mmap(MAP_SHARED) work at any offset. It stays valid until it is closed; the
 *	lifetime of the buffer is that of the update
 * @length: bytes of the payload
 * @data_offset: out: offset of the payload in a mapping of @fd. Non-zero if the buffer
 *	is in the staging bank, where the image needs no copy; callers whose structure
 *	lacks this field get other memory
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
 * struct xen_liveupdate_stage_fd - XEN_LIVEUPDATE_STAGE_FD: stage a file
 * @size: size of this struct
 * @payload: enum xen_liveupdate_payload
 * @flags: zero
 * @fd: regular file, open for reading
 *
 * Security modules and IMA see the read (READING_KEXEC_IMAGE for the Xen image,
 * READING_KEXEC_INITRAMFS for others). The buffer is sealed afterwards.
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
 * struct xen_liveupdate_seal - XEN_LIVEUPDATE_SEAL: make a buffer read-only
 * @size: size of this struct
 * @payload: enum xen_liveupdate_payload
 * @flags: XEN_LIVEUPDATE_SEAL_SHA256: compare with @sha256
 * @reserved: zero
 * @sha256: expected SHA-256 of the content
 *
 * The buffer can be neither written nor mapped afterwards.
 *
 * Errors: EBUSY the buffer is mapped, or in use for I/O; EBADMSG wrong digest (the
 * buffer is freed; if it was the Xen image, the update has failed); ENOENT no such
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
 * struct xen_liveupdate_verify - XEN_LIVEUPDATE_VERIFY: check the staged image
 * @size: size of this struct
 * @flags: XEN_LIVEUPDATE_VERIFY_SIGNED: refuse an unsigned image regardless of policy
 *
 * Decompresses and parses the image, checks bounds, Multiboot2 header and signature.
 * EBADFD also if the file is gone: it was compressed, or LOAD has used it in place in
 * the staging bank.
 *
 * Errors: ENOEXEC, EBADMSG, ENOKEY, EKEYREJECTED, EFBIG, ENOMEM, EPERM, EBADFD.
 */
struct xen_liveupdate_verify {
	__u32 size;
	__u32 flags;
#define XEN_LIVEUPDATE_VERIFY_SIGNED	0x1
};

/**
 * struct xen_liveupdate_load - XEN_LIVEUPDATE_LOAD: load the image
 * @size: size of this struct
 * @mode: XEN_LIVEUPDATE_MODE_COLD or XEN_LIVEUPDATE_MODE_LIVE, exactly one
 * @flags: XEN_LIVEUPDATE_LOAD_*
 * @reserved: zero
 *
 * Errors: EOPNOTSUPP mode not available, ENOENT a payload needed by the mode is
 * missing, ENOSPC no room in machine memory, EBUSY a transient condition prevents it,
 * or, cold, kexec-tools has loaded an image, E2BIG a command line longer than Xen
 * accepts, EINVAL XEN_LIVEUPDATE_LOAD_REVALIDATE with cold mode, EINTR, ENOMEM, EIO,
 * EPERM, EBADFD (also if a payload is not sealed). After EBUSY the image is still
 * verified.
 */
struct xen_liveupdate_load {
	__u32 size;
	__u32 mode;
	__u32 flags;
/*
 * Do everything up to the commit, then undo it. Live: domains are paused briefly while
 * their state is written and checked; see REPORT for the result.
 */
#define XEN_LIVEUPDATE_LOAD_DRY_RUN	0x1
#define XEN_LIVEUPDATE_LOAD_KEEP	0x2 /* stay loaded after the device is closed */
/* Live: page types and counts are derived again, also if they could stay in place. */
#define XEN_LIVEUPDATE_LOAD_REVALIDATE	0x4
	__u32 reserved;
};

/**
 * struct xen_liveupdate_commit - XEN_LIVEUPDATE_COMMIT: run the update
 * @size: size of this struct
 * @flags: XEN_LIVEUPDATE_COMMIT_ON_REBOOT: cold: when dom0 reboots
 * @image_sha256: STATUS.image_sha256 of the loaded image, as a safeguard
 *
 * Cold: dom0's devices are shut down in the kernel's normal order, then the new
 * Xen is entered: the call does not return. User space should have been stopped
 * before; XEN_LIVEUPDATE_COMMIT_ON_REBOOT leaves that to the init system.
 * Live: returns 0 in the calling process, on the new Xen; after an error the old Xen
 * continues.
 *
 * Errors: EBADMSG @image_sha256 is not that of the loaded image, EPERM, EBADFD,
 * EOPNOTSUPP; live: EBUSY as with LOAD, for others see REPORT; cold: EBUSY kexec-tools
 * has an image loaded, EIO Xen refused. After EBUSY, and cold also after EIO, the image
 * is still loaded.
 */
struct xen_liveupdate_commit {
	__u32 size;
	__u32 flags;
#define XEN_LIVEUPDATE_COMMIT_ON_REBOOT	0x1
	__u8 image_sha256[XEN_LIVEUPDATE_SHA256_SIZE];
};

/**
 * struct xen_liveupdate_simple - argument of UNLOAD and CANCEL
 * @size: size of this struct
 * @flags: zero
 *
 * XEN_LIVEUPDATE_UNLOAD unloads the image. State afterwards: idle.
 * XEN_LIVEUPDATE_CANCEL stops the running action, frees all buffers and unloads the
 * image. State afterwards: idle. Errors: EBUSY committing, EBADFD nothing to cancel.
 */
struct xen_liveupdate_simple {
	__u32 size;
	__u32 flags;
};

/**
 * struct xen_liveupdate_record - all records of one type in the state stream
 * @type: XEN_LIVEUPDATE_RECORD_*
 * @nr: number of records
 * @bytes: bytes of all records, with headers and padding
 */
struct xen_liveupdate_record {
	__u32 type;
	__u32 nr;
	__aligned_u64 bytes;
};

/**
 * struct xen_liveupdate_note - subject of a warning of a live update
 * @domid: domain, XEN_LIVEUPDATE_DOMID_HOST for the host
 * @warning: enum xen_liveupdate_warning
 * @error: errno, 0 if there is none
 * @type: XEN_LIVEUPDATE_RECORD_* of the subject, 0 for none
 * @nr: number of the interrupt of the domain, of the CPU or of the vCPU; with
 *	XEN_LIVEUPDATE_WARN_OBSTACLE enum xen_liveupdate_obstacle; "xl dmesg" names all
 *	obstacles, including those of a newer Xen
 */
struct xen_liveupdate_note {
	__u16 domid;
#define XEN_LIVEUPDATE_DOMID_HOST	0x7ff4
	__u16 warning;
	__u32 error;
	__u32 type;
	__u32 nr;
};

/**
 * struct xen_liveupdate_report - XEN_LIVEUPDATE_REPORT: result of the last update
 * @size: size of this struct
 * @result: out: XEN_LIVEUPDATE_RESULT_*
 * @mode: out: XEN_LIVEUPDATE_MODE_*
 * @generation: out: updates in a row since the last cold boot of the host
 * @phase: out: enum xen_liveupdate_phase: last phase entered
 * @reason: out: enum xen_liveupdate_reason
 * @detail: out: see enum xen_liveupdate_reason
 * @nr_phases: out: entries in @phase_ns
 * @reserved: zero
 * @phase_ns: out: when each phase began, indexed by enum xen_liveupdate_phase:
 *	CLOCK_REALTIME, ns since 1970, by @wallclock_ns and the TSC; 0 if it was not
 *	entered, or the rate of the TSC is unknown
 * @bytes_moved: out: bytes of the blob copied by the stub
 * @bytes_in_place: out: bytes of the blob that needed no copy
 * @blob_size: out: bytes of the state blob
 * @blackout_ns: out: live: first pause to last unpause; cold: commit to report
 * @wallclock_ns: out: CLOCK_REALTIME at commit, ns since 1970
 * @blob_sha256: out: SHA-256 of the blob as stated before the update
 * @blob_found_sha256: out: SHA-256 of the blob as found after it
 * @image_sha256: out: SHA-256 of the committed image file
 * @update_id: out: random name of the update
 * @from_version: out: version of the old Xen, text
 * @from_build_id: out: its build id, hexadecimal text
 * @to_version: out: version of the running Xen, text
 * @to_build_id: out: its build id
 * @explanation: out: Xen's explanation of @reason, text, may be empty
 * @pause_ns: out: dry run: how long domains were paused
 * @predicted_ns: out: live: the old Xen's estimate of the blackout
 * @boot_needed: out: live: bytes that the new Xen needs in its bank
 * @boot_available: out: live: bytes available there
 * @nr_records: out: live: used entries of @record
 * @nr_skipped: out: live: optional records unknown to the new Xen
 * @warnings: out: non-fatal differences after the update, a bit each, numbered by enum
 *	xen_liveupdate_warning; all domains run, except for lost ones
 * @record: out: live: content of the state stream, by record type
 * @nr_notes: out: live: number of notes; may exceed the entries of @note
 * @page_state: out: live: enum xen_liveupdate_page_state
 * @note: out: live: subjects of warnings; `xl dmesg` has all of them
 * @audit: out: live: enum xen_liveupdate_audit; it and what follows change for some
 *	seconds after an update, as does @warnings
 * @audit_wrong: out: live: pages whose references are not what was found
 * @audit_pages: out: live: pages of domains whose references were counted
 *
 * Errors: ENODATA there was no update.
 */
struct xen_liveupdate_report {
	__u32 size;
	__u32 result;
#define XEN_LIVEUPDATE_RESULT_NONE	0
#define XEN_LIVEUPDATE_RESULT_OK	1 /* the new Xen runs */
#define XEN_LIVEUPDATE_RESULT_REFUSED	2 /* the old Xen continues */
#define XEN_LIVEUPDATE_RESULT_DAMAGED	3 /* the new Xen runs, the blob is damaged */
#define XEN_LIVEUPDATE_RESULT_DRY_RUN	4 /* rehearsal only; the running Xen was kept */
	__u32 mode;
	__u32 generation;
	__u32 phase;
	__u32 reason;
	__aligned_u64 detail[4];
	__u32 nr_phases;
	__u32 reserved;
	__aligned_u64 phase_ns[64];
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
	__u32 page_state;
	struct xen_liveupdate_note note[16];
	__u32 audit;
	__u32 audit_wrong;
	__aligned_u64 audit_pages;
};

/**
 * struct xen_liveupdate_blob - XEN_LIVEUPDATE_BLOB: read the state blob
 * @size: size of this struct
 * @flags: zero
 * @fd: out: read-only file descriptor: read(), pread(), mmap(PROT_READ)
 * @reserved: zero
 * @length: out: size of the blob in bytes
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
