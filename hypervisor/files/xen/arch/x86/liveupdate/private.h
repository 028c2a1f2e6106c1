/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update on x86: declarations for its own files.
 */
#ifndef __X86_LIVEUPDATE_PRIVATE_H__
#define __X86_LIVEUPDATE_PRIVATE_H__

#include <xen/types.h>
#include <xen/irq.h>
#include <xen/multiboot.h>

struct domain;
struct lu_fault;
struct lu_machine;
struct lu_writer;
struct page_info;
struct xen_lu_domain;
struct xen_lu_host;
struct xen_lu_ioapic_pin;
struct xen_lu_mmcfg;
struct xen_lu_vcpu_hvm;
struct hvm_domain_context;
struct vcpu;

extern uint64_t lu_param_size, lu_param_maddr;
extern bool lu_param_has_maddr;

/* Map of frames that are no RAM, in a bank, or had an owner in the stream. */
extern uint64_t *lu_taken;

static inline bool lu_frame_taken(unsigned long mfn)
{
    return lu_taken[mfn / 64] & (1ULL << (mfn % 64));
}

/* frames.c, layout.c */
uint32_t lu_layout_crc(void);
struct xen_lu_page_list lu_page_list(const struct page_list_head *list);
void lu_save_in_place(struct lu_writer *w, const struct domain *d);

/* frames_restore.c */
void lu_set_page_list(struct page_list_head *list,
                      const struct xen_lu_page_list *from);
int lu_find_frames(struct lu_machine *m, struct lu_fault *fault);
int lu_check_frame_table(struct lu_fault *fault);
bool lu_owned_in_place(const struct xen_lu_domain *dom, uint64_t mfn);
int lu_restore_in_place(struct domain *d, const struct xen_lu_domain *dom);
unsigned long lu_swap_memory(void);
uint32_t lu_node_map_crc(void);

/* bootmem.c */
bool lu_any_valid(unsigned long mfn, unsigned long nr);
unsigned long lu_map_pages(void);
unsigned long lu_table_pages(void);
unsigned long lu_single_pages(unsigned int domains);

/* bootmem_restore.c */
int lu_find_boot_memory(bool in_place, struct lu_fault *fault);
void lu_alloc_maps(struct lu_machine *m);
void lu_free_own_map(const struct lu_machine *m);
uint64_t lu_boot_memory_left(void);
struct domain *lu_alloc_structure(void);
void lu_release_boot_memory(void);
void lu_free_taken_map(void);

/* sweep.c */
bool lu_has_no_owner(unsigned long mfn);
unsigned long lu_next_memory(unsigned long *next);
void lu_note_allocs(void);
void lu_start_sweep(void);
void lu_open_banks(void);

/* audit.c */
void lu_start_audit(void);

/* badpage.c */
void lu_restore_bad_pages(void);

/* bank.c */
void lu_close_pool(void);

/* cpus.c */
uint32_t lu_save_smt(void);
void lu_restore_smt(void);
void lu_cpu_missing(unsigned int cpu, int rc);

/* entry.S */
void lu_back_trampoline(void);
void lu_leave(void (*jump)(void));

/* nmi.c */
void lu_mask_counter(void);
void lu_unmask_counter(void);
void lu_hold_nmis(void);
void lu_count_nmis(void);
unsigned int lu_held_nmis(void);
void noreturn lu_leave_in_nmi(void (*out)(void));

/* boot.c */
void lu_check_hang(void);

/* watch.c */
void lu_watch_start(void);
void lu_watch(void);

/* devices.c */
void lu_save_devices(struct lu_writer *w);
size_t lu_devices_size(void);
void lu_restore_devices(const void *stream);

/* iommu.c */
void lu_save_iommu(struct xen_lu_host *rec);
uint64_t lu_iommu_memory(void);
uint64_t lu_restored_iommu_memory(void);
void lu_describe_iommu(struct lu_machine *m);

/* iommu_pages.c */
void lu_iommu_map_pages(void);

/* irq.c, hvm_irq.c, policy.c */
void lu_save_irqs(struct lu_writer *w, struct domain *d);
void lu_save_hvm_pirqs(struct lu_writer *w, struct domain *d);
int lu_restore_hvm_pirqs(struct domain *d, const struct xen_lu_domain *dom);
bool lu_device_asleep(bool memory);
void lu_save_policy(struct lu_writer *w, const struct domain *d);
void lu_restore_policy(struct domain *d, const struct xen_lu_domain *dom);

/* hvm.c */
const char *lu_hvm_obstacle(struct domain *d);
bool lu_hvm_injecting(const struct domain *d);
size_t lu_hvm_size(struct domain *d);
void lu_save_hvm(struct lu_writer *w, struct domain *d);
void lu_save_hvm_vcpu(struct lu_writer *w, struct vcpu *v);
void lu_restore_hvm(struct domain *d, const struct xen_lu_domain *dom);
void lu_hvm_kick(struct domain *d);

/* hvm_p2m.c */
void lu_save_p2m(struct lu_writer *w, struct domain *d);
size_t lu_p2m_size(struct domain *d);
int lu_restore_p2m(struct domain *d, const struct xen_lu_domain *dom);

/* hvm_kept.c */
void lu_save_kept_pool(struct lu_writer *w, const struct domain *d);
size_t lu_kept_pool_size(const struct domain *d);
const void *lu_bad_pool(const struct xen_lu_domain *dom, uint32_t *type);

/* hvm_pool.c */
unsigned int lu_pool_pages(const struct domain *d);
uint64_t lu_pool_memory(unsigned int tables, unsigned int vcpus);
int lu_restore_pool(struct domain *d, const struct xen_lu_domain *dom);
bool lu_grow_pools(void);

/* hvm_time.c */
void lu_save_hvm_clocks(struct vcpu *v, struct xen_lu_vcpu_hvm *rec);
void lu_restore_hvm_clocks(struct vcpu *v, const struct xen_lu_vcpu_hvm *rec);
void lu_save_domain_clocks(struct lu_writer *w, struct domain *d);
int lu_restore_domain_clocks(struct domain *d, const struct xen_lu_domain *dom);

/* hvm_io.c */
bool lu_hvm_io_in_flight(const struct domain *d);
int lu_hvm_hold_io(void);
void lu_hvm_hold_on(void);
void lu_hvm_release_io(void);

/* hvm_vmx.c */
const struct page_info *lu_apic_access_page(const struct domain *d);
bool lu_vmx_keeps_p2m(const struct domain *d);
int lu_map_apic_access_page(struct domain *d);
void lu_save_intr_shadow(struct vcpu *v, struct xen_lu_vcpu_hvm *rec);
void lu_restore_intr_shadow(struct vcpu *v, const struct xen_lu_vcpu_hvm *rec);

/* memory.c */
uint64_t arch_lu_restore_memory(const void *stream);

/* tables.c */
size_t lu_save_pins(struct lu_writer *w, const struct domain *d);
void lu_drop_failed_table(void);

/* selftest.c */
size_t lu_page_sums_size(size_t runs, size_t pages);
void lu_save_page_sums(struct lu_writer *w, const struct domain *d);
void lu_compare_content(const struct xen_lu_domain *dom);

/* Hooks in files whose state is private */
unsigned int hwdom_iommu_map(const struct domain *d,     /* x86/iommu.c */
                             unsigned long pfn, unsigned long max_pfn);
void lu_mask_io_apics(void);                            /* io_apic.c */
bool lu_io_apic_pin(unsigned int n, struct xen_lu_ioapic_pin *rec);
void lu_io_apic_mask(unsigned int gsi, bool mask);
bool lu_mmcfg(unsigned int i, struct xen_lu_mmcfg *rec); /* mmconfig_64.c */
bool lu_acpi_cstates(void);                             /* cpu_idle.c */
bool lu_irq_shareable(const struct irq_desc *desc);     /* irq.c */
void lu_save_time(struct xen_lu_host *rec);             /* time.c */
void lu_restore_tsc_scale(struct domain *d);
uint32_t lu_lapic_bus_scale(void);                      /* apic.c */
int lu_hvm_save_context(struct domain *d,               /* hvm/save.c */
                        struct hvm_domain_context *h);

#endif /* __X86_LIVEUPDATE_PRIVATE_H__ */

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
