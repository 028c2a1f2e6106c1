/* SPDX-License-Identifier: MIT */
/*
 * The ELF note with the versions that a Xen image can take over.
 *
 * Lies in a PT_NOTE segment of the image, name "XenLiveUpdate", little-endian.
 * An image without the note is usable for cold updates only. The old side refuses
 * a live update before anything is paused unless its own stream version lies in
 * [stream_min, stream_max] and its handoff version in [handoff_min,
 * handoff_max].
 */
#ifndef _XEN_LIVEUPDATE_NOTE_H
#define _XEN_LIVEUPDATE_NOTE_H

#include <xen-liveupdate/types.h>

#define XLU_NOTE_NAME		"XenLiveUpdate"
#define XLU_NOTE_VERSIONS	1	/* descriptor: struct xlu_note_versions */
/*
 * Optional: descriptor that only Xen compares with its own. If both are equal, the
 * frame table and the M2P have the same format in both and can stay in place.
 */
#define XLU_NOTE_LAYOUT		2

/**
 * struct xlu_note_versions - descriptor of XLU_NOTE_VERSIONS
 * @stream_min: oldest state stream version that the image restores
 * @stream_max: newest one
 * @handoff_min: oldest handoff page version that it reads
 * @handoff_max: newest one
 * @features: optional abilities, XLU_FEATURE_*
 * @reserved: zero
 * @version: version of the image as `xl info` would show it, NUL-terminated
 */
struct xlu_note_versions {
	__u32 stream_min;
	__u32 stream_max;
	__u32 handoff_min;
	__u32 handoff_max;
	__u32 features;
	__u32 reserved;
	char  version[64];
};

#endif /* _XEN_LIVEUPDATE_NOTE_H */
