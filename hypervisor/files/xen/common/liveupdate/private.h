/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: what its own files share.
 */
#ifndef __LIVEUPDATE_PRIVATE_H__
#define __LIVEUPDATE_PRIVATE_H__

#include <xen/liveupdate.h>
#include <xen/sched.h>
#include <public/liveupdate.h>
#include <xen-liveupdate/handoff.h>

/* --- stream.c ----------------------------------------------------------- */

/* A stream being written. Too small a buffer is remembered, not reported. */
struct lu_writer {
    uint8_t *buf;
    size_t size;
    size_t pos;
    size_t rec;                 /* of the open record */
    bool overflow;
};

void lu_write_start(struct lu_writer *w, void *buf, size_t size);
void lu_rec_open(struct lu_writer *w, uint32_t type);
void *lu_rec_space(struct lu_writer *w, size_t len);
void lu_rec_put(struct lu_writer *w, const void *data, size_t len);
void lu_rec_close(struct lu_writer *w);
void lu_rec_close_if_used(struct lu_writer *w);
int lu_write_finish(struct lu_writer *w, unsigned int nr_domains);

/* A position in a stream that lu_stream_check() has accepted. */
struct lu_reader {
    const uint8_t *pos;
    uint32_t type;
    uint32_t length;
    const void *body;
};

struct lu_fault {
    enum xlu_reason reason;
    uint32_t type;              /* record */
    uint64_t offset;            /* in the stream, or a domain */
};

int lu_stream_check(const void *stream, size_t size, struct lu_fault *fault);
void lu_read_start(struct lu_reader *r, const void *stream);
bool lu_read_next(struct lu_reader *r);
const void *lu_find(const void *from, uint32_t type, uint32_t *length);
uint32_t lu_crc32c(uint32_t crc, const void *data, size_t len);

/*
 * Iterate over the DOMAIN records of a stream; @dom points to the body of each
 * and is where lu_find() starts to look for the domain's other records.
 */
const struct xen_lu_domain *lu_first_domain(const void *stream);
const struct xen_lu_domain *lu_next_domain(const struct xen_lu_domain *dom);

#define for_each_lu_domain(stream, dom) \
    for ( (dom) = lu_first_domain(stream); (dom); (dom) = lu_next_domain(dom) )

/* The @vcpu's record of @type behind @dom. */
const void *lu_find_vcpu(const struct xen_lu_domain *dom, uint32_t type,
                         uint32_t vcpu, uint32_t *length);

/* Array record behind @from: its elements and, in @nr, their number. */
#define lu_array(from, type, elem, nr) ({                               \
    uint32_t len_ = 0;                                                  \
    const elem *arr_ = lu_find(from, type, &len_);                      \
                                                                        \
    (nr) = arr_ ? len_ / sizeof(elem) : 0;                              \
    arr_;                                                               \
})

/* --- save.c ------------------------------------------------------------- */

size_t lu_estimate_size(void);
void lu_save_context(void);
int lu_save(void *buf, size_t size, size_t *used);

/* --- preflight.c -------------------------------------------------------- */

const char *lu_preflight(const struct domain **who);

/* --- restore.c ---------------------------------------------------------- */

extern const void *lu_stream;

/* --- evtchn.c, gnttab.c, fifo.c ----------------------------------------- */

void lu_save_evtchn(struct lu_writer *w, struct domain *d);
int lu_restore_evtchn(struct domain *d, const struct xen_lu_domain *dom);
void lu_save_fifo(struct lu_writer *w, struct domain *d);
void lu_save_vcpu_fifo(struct lu_writer *w, const struct vcpu *v);
int lu_restore_fifo(struct domain *d, const struct xen_lu_domain *dom);
void lu_save_gnttab(struct lu_writer *w, struct domain *d);
void lu_save_gnttab_pages(struct lu_writer *w, struct domain *d);
void lu_save_gnttab_limits(const struct domain *d, struct xen_lu_domain *rec);
int lu_restore_gnttab(struct domain *d, const struct xen_lu_domain *dom);
int lu_restore_grants(struct domain *d, const struct xen_lu_domain *dom);
void lu_save_global_virqs(struct lu_writer *w);
int lu_restore_global_virqs(const void *stream);
void lu_raise_lost_events(struct domain *d, const struct xen_lu_domain *dom);

/* --- arch --------------------------------------------------------------- */

extern uint64_t lu_bank_maddr[2], lu_bank_size;
extern unsigned int lu_staging;
extern uint32_t lu_generation;
extern struct xlu_handoff *lu_handoff;

void arch_lu_quiesce_vcpu(struct vcpu *v);
void arch_lu_save_host(struct xen_lu_host *rec);
void arch_lu_save_domain(struct lu_writer *w, struct domain *d,
                         struct xen_lu_domain *rec);
void arch_lu_save_vcpu(struct lu_writer *w, struct vcpu *v,
                       struct xen_lu_vcpu *rec);
void arch_lu_save_vcpu_records(struct lu_writer *w, struct vcpu *v);
void arch_lu_save_pages(struct lu_writer *w, struct domain *d);
void arch_lu_save_domain_records(struct lu_writer *w, struct domain *d);
size_t arch_lu_estimate_size(const struct domain *d);
const char *arch_lu_preflight(const struct domain **who);

int arch_lu_restore_domain(struct domain *d, const struct xen_lu_domain *dom);
int arch_lu_restore_pages(struct domain *d, const struct xen_lu_domain *dom);
int arch_lu_restore_pins(struct domain *d, const struct xen_lu_domain *dom);
int arch_lu_restore_vcpu(struct vcpu *v, const struct xen_lu_domain *dom,
                         const struct xen_lu_vcpu *rec);
int arch_lu_restore_irqs(struct domain *d, const struct xen_lu_domain *dom);
int arch_lu_restore_devices(const void *stream);
void arch_lu_release_memory(void);

void lu_stamp(enum xlu_phase phase);
void lu_report(enum xlu_reason reason, uint64_t d0, uint64_t d1);

#endif /* __LIVEUPDATE_PRIVATE_H__ */

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
