/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: the state stream, written, checked and read.
 *
 * Independent of the rest of Xen: the tests and the dump tool build stream_*.c
 * and check*.c for the host.
 */
#ifndef __LIVEUPDATE_STREAM_H__
#define __LIVEUPDATE_STREAM_H__

#include <xen/types.h>
#include <xen-liveupdate/stream.h>
#include <xen-liveupdate/handoff.h>

/* --- writing ------------------------------------------------------------- */

/* A stream being written. lu_write_finish() reports a buffer overflow. */
struct lu_writer {
    uint8_t *buf;
    size_t size;
    size_t pos;
    size_t rec;                 /* position of the open record */
    bool overflow;
};

void lu_write_start(struct lu_writer *w, void *buf, size_t size);
void lu_rec_open(struct lu_writer *w, uint32_t type);
void *lu_rec_space(struct lu_writer *w, size_t len);
void lu_rec_put(struct lu_writer *w, const void *data, size_t len);
void lu_rec_close(struct lu_writer *w);
void lu_rec_close_if_used(struct lu_writer *w);
int lu_write_finish(struct lu_writer *w, unsigned int nr_domains);

/* crc.c */
uint32_t lu_crc32c(uint32_t crc, const void *data, size_t len);
uint32_t lu_crc32c_by_table(uint32_t crc, const void *data, size_t len);

/* --- checking ------------------------------------------------------------ */

/*
 * Why a stream is refused. @offset is that of the wrong field in the stream. A
 * missing record has no offset: @offset is the domain then. For BAD_VERSION,
 * BAD_SIZE and BAD_CRC it is the value found in the header.
 */
struct lu_fault {
    enum xlu_reason reason;
    uint32_t type;              /* record */
    uint64_t offset;
};

/* Bytes of a vCPU's XSAVE area without extended state: legacy area, header. */
#define LU_XSAVE_MIN    576U
#define LU_XSAVE_PARTS  63U

/* NUMA nodes of a host, as MAX_NUMNODES */
#define LU_NODES        64U

/**
 * struct lu_machine - what the new Xen has to offer
 * @nr_frames: frames of memory, also bits of the two maps
 * @taken: map of frames that no domain can own; the check adds those it finds
 * @own: zeroed map for the check to work with
 * @owns: page state in place: does this domain own the frame? Otherwise NULL
 * @max_grant_frames, @max_maptrack_frames, @max_grant_version: as configured
 * @iommu, @intremap: are IOMMUs, and their interrupt remapping, to be used if
 *      there are any?
 * @xfeatures: bits of XCR0 that can be set, 0 without XSAVE
 * @xsave_end: end of each component of the uncompressed XSAVE area
 */
struct lu_machine {
    uint64_t nr_frames;
    uint64_t *taken;
    uint64_t *own;
    bool (*owns)(const struct xen_lu_domain *dom, uint64_t mfn);
    uint32_t max_grant_frames;
    uint32_t max_maptrack_frames;
    uint32_t max_grant_version;
    bool iommu;
    bool intremap;
    uint64_t xfeatures;
    uint32_t xsave_end[LU_XSAVE_PARTS];
};

#define LU_MAP_WORDS(nr_frames) (((nr_frames) + 63) / 64)

/* stream_check.c: the form */
int lu_stream_check(const void *stream, size_t size, struct lu_fault *fault);
bool lu_rec_known(uint32_t type);
/* check.c: the content of the records */
int lu_content_check(const void *stream, const struct lu_machine *machine,
                     struct lu_fault *fault);

/* Context of the parts of lu_content_check() */
struct lu_content {
    const void *stream;
    const struct xen_lu_host *host;
    const struct xen_lu_domain *dom;
    const struct lu_machine *machine;
    struct lu_fault *fault;
};

int lu_refuse(const struct lu_content *c, enum xlu_reason reason,
              uint32_t type, const void *where);
int lu_bad(const struct lu_content *c, uint32_t type, const void *where);
int lu_reserved(const struct lu_content *c, uint32_t type, const void *where);
int lu_missing(const struct lu_content *c, uint32_t type);
typedef int lu_check_fn(const struct lu_content *c);
int lu_run_checks(const struct lu_content *c, lu_check_fn *const checks[],
                  unsigned int nr);
bool lu_canonical(uint64_t addr);
const struct xen_lu_domain *lu_find_domain(const struct lu_content *c,
                                           uint32_t domid);
/* check_host.c */
int lu_check_host(const struct lu_content *c);
bool lu_sched_fits(uint32_t sched);
/* check_domain.c */
int lu_check_domain(const struct lu_content *c);
bool lu_is_pv(const struct lu_content *c);
/* check_memory.c */
bool lu_frames_take(uint64_t *map, uint64_t first, uint64_t nr);
void lu_frames_free(uint64_t *map, uint64_t first, uint64_t nr);
int lu_check_boot_memory(const struct lu_content *c);
bool lu_owns(const struct lu_content *c, uint64_t mfn);
bool lu_owns_all(const struct lu_content *c, uint64_t first, uint64_t nr);
bool lu_may_map(const struct lu_content *c, uint64_t mfn);
int lu_check_pages(const struct lu_content *c);
void lu_forget_pages(const struct lu_content *c);
int lu_check_xen_pages(const struct lu_content *c);
int lu_check_pins(const struct lu_content *c);
/* check_frames.c */
int lu_check_frames(const struct lu_content *c);
int lu_check_in_place(const struct lu_content *c);
/* check_events.c, arch: one domain, after its pages */
int lu_check_events(const struct lu_content *c);
const struct xen_lu_evtchn *lu_find_port(const struct xen_lu_domain *dom,
                                         uint32_t port);
int arch_lu_check_host(const struct lu_content *c);
int arch_lu_check_efi(const struct lu_content *c);
int arch_lu_check_domain(const struct lu_content *c);
/* arch: the records of an HVM domain and of its vCPUs; a PV domain has none */
int arch_lu_check_hvm(const struct lu_content *c);
/* x86: check_hvm_context.c, check_hvm_devices.c */
int lu_check_context(const struct lu_content *c);
int lu_check_vcpu_context(const struct lu_content *c,
                          const struct xen_lu_vcpu *v);
bool lu_has_devices(const struct lu_content *c);
int lu_check_devices(const struct lu_content *c);
bool arch_lu_xcr0_fits(const struct lu_machine *m, uint64_t xcr0,
                       uint64_t xcr0_accum);
uint32_t arch_lu_xsave_size(const struct lu_machine *m, uint64_t xfeatures);
/* arch: can these be restored? */
bool arch_lu_crash_image_fits(uint32_t machine);
bool arch_lu_leaf_fits(const xen_cpuid_leaf_t *leaf);
bool arch_lu_policy_msr_fits(uint32_t index);
bool arch_lu_msr_fits(uint32_t index, uint64_t value);

/* --- reading ------------------------------------------------------------- */

/* A position in a stream that lu_stream_check() has accepted. */
struct lu_reader {
    const uint8_t *pos;
    uint32_t type;
    uint32_t length;
    const void *body;
};

void lu_read_start(struct lu_reader *r, const void *stream);
bool lu_read_next(struct lu_reader *r);
const void *lu_find(const void *from, uint32_t type, uint32_t *length);

/*
 * Iterate over the DOMAIN records of a stream; @dom points to the body of each
 * and is where lu_find() starts to look for the domain's other records.
 */
const struct xen_lu_domain *lu_first_domain(const void *stream);
const struct xen_lu_domain *lu_next_domain(const struct xen_lu_domain *dom);

#define for_each_lu_domain(stream, dom) \
    for ( (dom) = lu_first_domain(stream); (dom); (dom) = lu_next_domain(dom) )

/* The record of @type of vCPU @vcpu of the domain @dom */
const void *lu_find_vcpu(const struct xen_lu_domain *dom, uint32_t type,
                         uint32_t vcpu, uint32_t *length);

/* Array record after @from: its elements and, in @nr, their number. */
#define lu_array(from, type, elem, nr) ({                               \
    uint32_t len_ = 0;                                                  \
    const elem *arr_ = lu_find(from, type, &len_);                      \
                                                                        \
    (nr) = arr_ ? len_ / sizeof(elem) : 0;                              \
    arr_;                                                               \
})

#endif /* __LIVEUPDATE_STREAM_H__ */

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
