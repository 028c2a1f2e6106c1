/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tracepoints, in tracefs below events/xen_liveupdate/.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM xen_liveupdate

#if !defined(_XLU_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _XLU_TRACE_H

#include <linux/tracepoint.h>

/* A digest or checksum was computed. Benchmarks account for its time separately. */
TRACE_EVENT(xlu_hash,
	    TP_PROTO(u64 bytes, u64 ns),
	    TP_ARGS(bytes, ns),
	    TP_STRUCT__entry(__field(u64, bytes)
			     __field(u64, ns)),
	    TP_fast_assign(__entry->bytes = bytes;
			   __entry->ns = ns;),
	    TP_printk("bytes=%llu ns=%llu", __entry->bytes, __entry->ns)
);

#endif /* _XLU_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
