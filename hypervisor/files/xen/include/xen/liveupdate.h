/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: replace this Xen by another one beneath running domains.
 *
 * The hooks that the rest of Xen calls. They are constants without
 * CONFIG_LIVEUPDATE.
 */
#ifndef __XEN_LIVEUPDATE_H__
#define __XEN_LIVEUPDATE_H__

#include <xen/errno.h>
#include <xen/mm-frame.h>
#include <xen/types.h>
#include <xen/multiboot.h>
#include <asm/page.h>
#include <xen-liveupdate/stream.h>

struct domain;
struct kexec_image;
struct page_info;
struct e820map;

#ifdef CONFIG_LIVEUPDATE

/* This Xen was entered by a live update and has not yet resumed the domains. */
extern bool lu_restoring;

/* The frame table and the M2P are those of the old Xen. */
extern bool lu_in_place;

/* The HOST record of the stream, NULL if not restoring. */
extern const struct xen_lu_host *lu_host;

/* common/time.c */
void lu_get_wallclock(uint64_t *sec, uint32_t *nsec);

/* Kexec interface: common/liveupdate/load.c */
int lu_get_range(uint64_t *start, uint64_t *size);
int lu_check_segments(const struct kexec_image *image);
int lu_load(struct kexec_image *image);
bool lu_load_continues(void);
int lu_finish_load(void);
void lu_unload(struct kexec_image *image);
int lu_exec(struct kexec_image *image);
bool lu_loaded(void);

/* CPU pools: common/liveupdate/cpupool.c */
void lu_create_cpupools(void);
unsigned int lu_cpupool_of(unsigned int cpu, unsigned int pool);

/* Crash kernel: common/liveupdate/crash.c */
void lu_defer_crash_area(void);
void *lu_crash_note(unsigned int cpu, size_t size);
bool lu_crash_image_adopted(const struct kexec_image *image);

/* Banks and boot: arch/x86/liveupdate/{apic,bank,boot,cpus}.c */
void lu_early_init(void);
void lu_reserve_banks(struct e820map *map, const module_t *mods,
                      unsigned int nr_mods);
void lu_restrict_boot_memory(struct e820map *boot_map);
void lu_map_memory(void);
void lu_commit(void);
void lu_takeover_hardware(void);
bool lu_cpu_was_off(unsigned int cpu);
bool lu_hardware_untouched(void);
void lu_drop_interrupts(void);
bool lu_drop_interrupt(unsigned int vector);
int lu_cpu_up(unsigned int cpu);
struct domain *lu_restore(void);
void lu_resume(void);

/* Is memory that the boot allocator hands out for the first time zero? */
bool lu_boot_memory_zeroed(void);

/* Console output goes to the ring only. */
bool lu_console_quiet(void);

/* Called by panic(): returns to the old Xen as long as that is possible. */
void lu_panic(const char *why);

/*
 * The old Xen's page for @role and @index of the domain being created. NULL if
 * nothing is being restored: the caller has to allocate one.
 */
void *lu_adopt_page(unsigned int role, unsigned int index);

/*
 * While pages are adopted: take the references for ordinary mappings of the
 * table owner's pages, from entry @i on. Returns the first entry of another
 * kind.
 */
unsigned int lu_take_own_pages(const l1_pgentry_t *l1, unsigned int i,
                               const struct domain *d, uint32_t disallow);

/*
 * While pages are adopted: may an entry that maps this frame of I/O memory
 * stay, although the table's owner has lost the permission?
 */
bool lu_maps_io(unsigned long mfn);

/* Boot memory: 1 or 512 aligned pages of the frame table; 2 MiB of the M2P */
mfn_t lu_alloc_frame_table(unsigned long nr);
struct page_info *lu_alloc_m2p(void);

/* In place: the page that the old Xen has mapped at this address of the M2P. */
struct page_info *lu_m2p_page(unsigned long va);

/* The frame for the structure of a domain, or NULL. */
struct domain *lu_adopt_domain(domid_t domid);

/* A page becomes an L4 page table, or ceases to be one. */
void lu_track_l4(struct domain *d, struct page_info *pg, bool is_l4);

/* In place, before the boot allocator ends: the bank's rest becomes heap. */
void lu_init_heap(void);

/* Pages were allocated. Called under heap_lock. */
void lu_note_alloc(const struct page_info *pg, unsigned int order);

/* A page goes offline, at once or when it is freed. Called under heap_lock. */
void lu_note_bad_page(unsigned long mfn);

/* The old Xen's last messages, or 0 bytes. @index is as in xen_lu_console. */
size_t lu_console_text(const char **text, uint32_t *index);

/* Must this page, which is being freed, be kept out of the heap? */
bool lu_keep_page(const struct page_info *pg);

/* HVM: x86/liveupdate/hvm_*.c, x86/hvm/mtrr.c, common/event_channel.c */
#ifdef CONFIG_HVM
bool lu_hold_request(uint8_t type);
bool lu_pinned_cacheattr(const struct domain *d, unsigned int i,
                         struct xen_lu_cache_attr *rec);
bool lu_adopt_pool(struct domain *d);
struct page_info *lu_kept_apic_page(const struct domain *d);
#endif
uint8_t lu_default_xen_consumer(void);

/* Is this frame in one of the banks? */
bool lu_in_bank(unsigned long mfn);

/* Call @fn for each PCI device that the old Xen knew. */
int lu_for_each_device(int (*fn)(uint16_t seg, uint8_t bus, uint8_t devfn));

/* A faster arch_iommu_hwdom_init(). */
void lu_iommu_map(struct domain *d);

/* Types of pages change, but their IOMMU mappings are made later, at once. */
bool lu_iommu_maps_later(void);

/* Do frames [@first, @last] overlap memory, so that they are not a device's? */
bool lu_overlaps_memory(unsigned long first, unsigned long last);

#else /* !CONFIG_LIVEUPDATE */

#define lu_restoring false
#define lu_in_place false
#define lu_cpu_up cpu_up
#define lu_host ((const struct xen_lu_host *)NULL)

static inline int lu_check_segments(const struct kexec_image *image)
{
    return -EOPNOTSUPP;
}
static inline int lu_load(struct kexec_image *image) { return -EOPNOTSUPP; }
static inline bool lu_load_continues(void) { return false; }
static inline bool lu_hold_request(uint8_t type) { return false; }
static inline int lu_finish_load(void) { return 0; }
static inline void lu_create_cpupools(void) {}
static inline unsigned int lu_cpupool_of(unsigned int cpu, unsigned int pool)
{
    return pool;
}
static inline void lu_unload(struct kexec_image *image) {}
static inline void lu_defer_crash_area(void) {}
static inline void *lu_crash_note(unsigned int cpu, size_t size)
{
    return NULL;
}
static inline bool lu_crash_image_adopted(const struct kexec_image *image)
{
    return false;
}
static inline void lu_early_init(void) {}
static inline void lu_reserve_banks(struct e820map *map,
                                    const module_t *mods,
                                    unsigned int nr_mods) {}
static inline void lu_restrict_boot_memory(struct e820map *boot_map) {}
static inline void lu_map_memory(void) {}
static inline void lu_commit(void) {}
static inline void lu_takeover_hardware(void) {}
static inline bool lu_cpu_was_off(unsigned int cpu) { return false; }
static inline bool lu_hardware_untouched(void) { return false; }
static inline void lu_drop_interrupts(void) {}
static inline bool lu_drop_interrupt(unsigned int vector) { return false; }
static inline struct domain *lu_restore(void) { return NULL; }
static inline void lu_resume(void) {}
static inline void lu_init_heap(void) {}
static inline bool lu_boot_memory_zeroed(void) { return false; }
static inline bool lu_console_quiet(void) { return false; }
static inline void lu_panic(const char *why) {}
static inline void *lu_adopt_page(unsigned int role, unsigned int index)
{
    return NULL;
}
static inline unsigned int lu_take_own_pages(const l1_pgentry_t *l1,
                                             unsigned int i,
                                             const struct domain *d,
                                             uint32_t disallow)
{
    return i;
}
static inline bool lu_maps_io(unsigned long mfn) { return false; }
#define lu_alloc_frame_table(nr) alloc_boot_pages(nr, nr)
static inline struct page_info *lu_alloc_m2p(void) { return NULL; }
static inline struct page_info *lu_m2p_page(unsigned long va) { return NULL; }
static inline struct domain *lu_adopt_domain(domid_t domid) { return NULL; }
static inline bool lu_adopt_pool(struct domain *d) { return false; }
static inline struct page_info *lu_kept_apic_page(const struct domain *d)
{
    return NULL;
}
static inline void lu_track_l4(struct domain *d, struct page_info *pg,
                               bool is_l4) {}
static inline void lu_note_alloc(const struct page_info *pg,
                                 unsigned int order) {}
static inline void lu_note_bad_page(unsigned long mfn) {}
static inline size_t lu_console_text(const char **text, uint32_t *index)
{
    return 0;
}
static inline bool lu_keep_page(const struct page_info *pg) { return false; }
static inline bool lu_in_bank(unsigned long mfn) { return false; }
static inline int lu_for_each_device(int (*fn)(uint16_t seg, uint8_t bus,
                                               uint8_t devfn))
{
    return 0;
}
static inline void lu_iommu_map(struct domain *d) {}
static inline bool lu_iommu_maps_later(void) { return false; }
static inline bool lu_overlaps_memory(unsigned long first, unsigned long last)
{
    return false;
}

#endif /* CONFIG_LIVEUPDATE */

#endif /* __XEN_LIVEUPDATE_H__ */

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
