/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: declarations for its own files.
 */
#ifndef __LIVEUPDATE_PRIVATE_H__
#define __LIVEUPDATE_PRIVATE_H__

#include <xen/liveupdate.h>
#include <xen/sched.h>
#include <xen-liveupdate/stream.h>
#include <xen-liveupdate/handoff.h>

#include <xen/liveupdate/stream.h>

/* --- save.c ------------------------------------------------------------- */

size_t lu_estimate_size(void);
void lu_save_context(void);
int lu_save(void *buf, size_t size, size_t *used);

/* --- sched.c ------------------------------------------------------------ */

bool lu_sched_supported(void);
bool lu_sched_gran_supported(void);
void lu_save_sched(const struct domain *d, struct xen_lu_domain *rec);
void lu_save_placement(const struct vcpu *v, struct xen_lu_vcpu *rec);
void lu_save_affinity(struct lu_writer *w, const struct vcpu *v);
size_t lu_affinity_size(void);
void lu_save_node_affinity(struct lu_writer *w, const struct domain *d);
void lu_save_watchdogs(struct lu_writer *w, const struct domain *d);
void lu_save_cpupools(struct lu_writer *w);
void lu_save_sched_params(struct lu_writer *w);
void lu_restore_sched_params(void);
size_t lu_estimate_cpupools(void);
void lu_save_in_cpupool(struct lu_writer *w, const struct domain *d);
unsigned int lu_restored_cpupool(const struct xen_lu_domain *dom);
int lu_restore_sched(struct domain *d, const struct xen_lu_domain *dom);
void lu_restore_watchdogs(struct domain *d, const struct xen_lu_domain *dom);

/* --- vnuma.c ------------------------------------------------------------ */

void lu_save_vnuma(struct lu_writer *w, const struct domain *d);
size_t lu_estimate_vnuma(const struct domain *d);
int lu_restore_vnuma(struct domain *d, const struct xen_lu_domain *dom);

/* --- notices.c ---------------------------------------------------------- */

/* Bytes of messages that are handed over */
#define LU_MAX_CONSOLE  KB(64)

void lu_save_console(struct lu_writer *w);
void lu_warn_livepatches(void);

/* --- ../kexec.c --------------------------------------------------------- */

bool lu_kexec_loaded(void);

/* --- preflight.c -------------------------------------------------------- */

struct lu_obstacle {
    bool found;
    const char *name;
};

const char *lu_obstacles(const struct lu_obstacle *o, unsigned int nr,
                         domid_t domid);
int lu_preflight(bool again);

/* --- cmdline.c ---------------------------------------------------------- */

bool lu_cmdline_get(const struct xlu_handoff *request);
const char *lu_cmdline_obstacle(bool again);
bool lu_cmdline_warns(void);
bool lu_cmdline_changes(const char *name);
bool lu_cmdline_strict(void);

/* --- parameters.c ------------------------------------------------------- */

#ifdef CONFIG_HYPFS
void lu_save_parameters(struct lu_writer *w);
void lu_restore_parameters(const void *stream);
#else
static inline void lu_save_parameters(struct lu_writer *w) {}
static inline void lu_restore_parameters(const void *stream) {}
#endif

/* --- fault.c ------------------------------------------------------------ */

bool lu_fault_early(void *stream);
bool lu_fault_memory(void);
bool lu_fault_stale(void);
bool lu_fault_commit(void);
int lu_fault_late(unsigned int domid, uint32_t type);
bool lu_fault_device(const char *what, unsigned int nr);
bool lu_fault_audit(const char *what);

/* --- restore.c ---------------------------------------------------------- */

extern const void *lu_stream;

const struct xen_lu_domain *lu_adopting(void);
void lu_run_softirqs(void);

/* --- lost.c ------------------------------------------------------------- */

bool lu_is_lost(const struct xen_lu_domain *dom);
bool lu_outcome(const struct xen_lu_domain *dom, uint32_t type, int rc);
void lu_settle_lost(void);

/*
 * Restore the part of a domain that records of @type describe. A fault that a
 * test asks for replaces this, or follows it if other parts depend on this one.
 */
#define lu_try(dom, type, restore) \
    lu_outcome(dom, type, lu_fault_late((dom)->domid, type) ?: (restore))
#define lu_must(dom, type, restore) \
    lu_outcome(dom, type, (restore) ?: lu_fault_late((dom)->domid, type))

/* --- crash.c ------------------------------------------------------------ */

bool lu_crash_image_copied(void);
void lu_save_crash_kernel(struct lu_writer *w);
void lu_place_crash_notes(void);
void lu_restore_crash_kernel(void);

/* --- heap.c ------------------------------------------------------------- */

unsigned long lu_heap_start(void);
void lu_stop_heap(void);
void lu_start_heap(void);
void lu_save_heap(struct lu_writer *w);
size_t lu_estimate_heap(void);
bool lu_free_list_fits(const struct xen_lu_free_list *rec);
bool lu_free_pages_fit(const struct xen_lu_free_pages *rec);
void lu_prepare_heap(void);
unsigned long lu_swap_heap(unsigned long first, bool same_nodes);
bool lu_sweepable(unsigned long mfn);
unsigned long lu_free_swept(unsigned long s, unsigned long e);
void lu_take_offline(struct page_info *pg);

/* --- evtchn.c, gnttab.c, fifo.c ----------------------------------------- */

void lu_save_evtchn(struct lu_writer *w, struct domain *d);
int lu_restore_evtchn(struct domain *d, const struct xen_lu_domain *dom);
void lu_settle_ports(struct domain *d);
void lu_unbind_pirq_port(struct domain *d, unsigned int port);
void lu_save_fifo(struct lu_writer *w, struct domain *d);
void lu_save_vcpu_fifo(struct lu_writer *w, const struct vcpu *v);
void lu_visit_fifo(struct domain *d, void (*visit)(mfn_t mfn, bool typed));
int lu_prepare_fifo(struct domain *d, const struct xen_lu_domain *dom);
int lu_restore_fifo(struct domain *d, const struct xen_lu_domain *dom);
void lu_save_gnttab(struct lu_writer *w, struct domain *d);
void lu_save_gnttab_pages(struct lu_writer *w, struct domain *d);
void lu_gnttab_machine(struct lu_machine *m);
void lu_save_gnttab_limits(const struct domain *d, struct xen_lu_domain *rec);
void lu_gnttab_highest(unsigned int *frames, unsigned int *maptrack);
size_t lu_gnttab_memory(const struct domain *d);
unsigned int lu_gnttab_handles(const struct domain *d);
bool lu_gnttab_uses(struct domain *d, unsigned long first, unsigned long last);
size_t lu_estimate_gnttab(const struct domain *d);
int lu_restore_gnttab(struct domain *d, const struct xen_lu_domain *dom);
int lu_restore_grants(struct domain *d, const struct xen_lu_domain *dom);
void lu_settle_handles(struct domain *d);
int lu_restore_mappings(struct domain *d, const struct xen_lu_domain *dom);
bool lu_visit_mappings(struct domain *d, unsigned int first, unsigned int nr,
                       void (*visit)(mfn_t mfn, bool typed));
void lu_gnttab_lock(struct domain *d);
void lu_gnttab_unlock(struct domain *d);
unsigned int lu_gnttab_frames(const struct domain *d);
void lu_save_global_virqs(struct lu_writer *w);
void lu_restore_global_virqs(const void *stream);
void lu_raise_lost_events(struct domain *d, const struct xen_lu_domain *dom);

/* --- ioreq.c ------------------------------------------------------------- */

void lu_save_ioreq(struct lu_writer *w, const struct domain *d);
size_t lu_estimate_ioreq(const struct domain *d);
int lu_restore_ioreq(struct domain *d, const struct xen_lu_domain *dom);

/* --- arch --------------------------------------------------------------- */

/* Runs of frames to be kept out of use that can be handed over. */
#define LU_MAX_BAD_PAGES        1024

extern uint64_t lu_bank_maddr[2], lu_bank_size;
extern unsigned int lu_staging;
extern uint32_t lu_generation;
extern struct xlu_handoff *lu_handoff;

void arch_lu_quiesce_host(void);
const void *arch_lu_layout(size_t *size);
enum xlu_page_state arch_lu_page_state(void);
void arch_lu_save_boot_memory(struct lu_writer *w);
size_t arch_lu_boot_memory_size(void);
void lu_save_frames(struct lu_writer *w);
size_t lu_estimate_frames(void);
void lu_restore_dom_xen(void);
void lu_have_reference(struct page_info *pg);
void lu_forget_references(const struct domain *d,
                          const struct xen_lu_domain *dom);
void arch_lu_quiesce_vcpu(struct vcpu *v);
void arch_lu_save_bad_pages(struct lu_writer *w);
void arch_lu_save_host(struct xen_lu_host *rec);
/* common/efi/liveupdate.c, or a stub without EFI */
void lu_efi_save(struct lu_writer *w);
size_t lu_efi_size(void);
bool lu_efi_known(void);
void lu_efi_restore(const void *stream);
void lu_efi_restore_roms(const void *stream);

void arch_lu_save_cpus(struct lu_writer *w);
size_t arch_lu_cpus_size(void);
void arch_lu_compare_cpus(void);
void arch_lu_save_platform(struct lu_writer *w);
size_t arch_lu_estimate_platform(void);
void arch_lu_save_domain(struct lu_writer *w, struct domain *d,
                         struct xen_lu_domain *rec);
void arch_lu_save_vcpu(struct lu_writer *w, struct vcpu *v,
                       struct xen_lu_vcpu *rec);
void arch_lu_save_vcpu_records(struct lu_writer *w, struct vcpu *v);
void arch_lu_save_pages(struct lu_writer *w, struct domain *d);
void arch_lu_save_domain_records(struct lu_writer *w, struct domain *d);
size_t arch_lu_estimate_size(const struct domain *d);
const char *arch_lu_preflight(void);
const char *lu_iommu_obstacle(void);
void arch_lu_restore_iommu(void);
void arch_lu_finish_iommu(void);
const char *arch_lu_domain_obstacle(struct domain *d);
bool arch_lu_injecting(const struct domain *d);
bool arch_lu_log_dirty(const struct domain *d);
bool arch_lu_io_in_flight(const struct domain *d);
int arch_lu_hold_io(void);
void arch_lu_hold_on(void);
void arch_lu_release_io(void);
bool arch_lu_uses_psr(const struct domain *d);
void arch_lu_describe_machine(struct lu_machine *m);
bool arch_lu_trusts_tsc(void);
bool arch_lu_too_many_bad_pages(void);

void arch_lu_restore_domain(struct domain *d, const struct xen_lu_domain *dom);
int arch_lu_restore_memmap(struct domain *d, const struct xen_lu_domain *dom);
int arch_lu_restore_ranges(struct domain *d, const struct xen_lu_domain *dom);
int arch_lu_restore_pages(struct domain *d, const struct xen_lu_domain *dom);
int arch_lu_restore_xen_pages(struct domain *d,
                              const struct xen_lu_domain *dom);
int arch_lu_restore_pins(struct domain *d, const struct xen_lu_domain *dom);
void arch_lu_restore_hvm(struct domain *d, const struct xen_lu_domain *dom);
void arch_lu_raise_lost_events(struct domain *d);
void arch_lu_drop_held_tables(struct domain *d,
                              const struct xen_lu_domain *dom);
void arch_lu_restore_vcpu(struct vcpu *v, const struct xen_lu_domain *dom,
                          const struct xen_lu_vcpu *rec);
int arch_lu_restore_irqs(struct domain *d, const struct xen_lu_domain *dom);
void arch_lu_restore_devices(const void *stream);
void arch_lu_finish_platform(const void *stream);
void arch_lu_compare_counts(const struct xen_lu_domain *dom);
void arch_lu_selftest_report(void);
void arch_lu_release_memory(void);
void arch_lu_map_range(uint64_t start, uint64_t end);
void arch_lu_adopt_crash_image(const struct kexec_image *image);
void lu_release_nmis(void);

/* --- report.c ----------------------------------------------------------- */

void lu_report_clear(enum xlu_phase first);
void lu_stamp(enum xlu_phase phase);
void lu_report(enum xlu_reason reason, uint64_t d0, uint64_t d1,
               const char *text);
void lu_warn(uint64_t warning);
void lu_note(uint64_t warning, unsigned int domid, uint32_t type,
             unsigned int nr, int rc);
void lu_report_records(const void *stream);
void lu_inject_start(unsigned int at);
bool lu_inject(const char *text);

/*
 * A check or an allocation before the jump: is there @trouble, or does a test
 * ask for some? @what names the point.
 */
#define lu_fails(trouble, what) ((trouble) || lu_inject(what))

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
