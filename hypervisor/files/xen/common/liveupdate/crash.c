/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: the crash kernel.
 *
 * The image contains the addresses of Xen's crash notes: kexec-tools has asked
 * for them. So the notes lie where no update moves them: in the memory set
 * aside for the crash kernel, after the area that kexec is told about. The
 * image stays in place as well. It needs two things of each new Xen: the code
 * that leaves Xen, and notes that describe this Xen.
 */
#include <xen/liveupdate/private.h>
#include <xen/init.h>
#include <xen/kexec.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pfn.h>

/* The number of CPUs is not known yet. */
#define NR_NOTES    NR_CPUS
#define NOTES_SIZE  XEN_LU_CRASH_NOTES_SIZE(NR_NOTES)
#define AREA_MIN    (NOTES_SIZE + MB(1))

/* Address of the notes, 0 if this Xen has no crash area. */
static uint64_t __read_mostly notes_maddr;
static uint32_t __read_mostly nr_notes;

/* crashkernel= of a Xen that was entered by an update. */
static xen_kexec_reserve_t __initdata asked;

/* The image that an earlier Xen has loaded. */
static struct kexec_image adopted;

/* --- save --------------------------------------------------------------- */

/**
 * lu_crash_image_copied - was the image loaded with a list of pages to copy?
 *
 * These pages are in the heap. Only version 1 of the interface has such lists.
 */
bool lu_crash_image_copied(void)
{
    const struct kexec_image *image = kexec_crash_image();

    return image &&
           *(kimage_entry_t *)maddr_to_virt(image->head) != IND_DONE;
}

/**
 * lu_save_crash_kernel - CRASH_KERNEL record
 */
void lu_save_crash_kernel(struct lu_writer *w)
{
    const struct kexec_image *image = kexec_crash_image();
    struct xen_lu_crash_kernel rec = {
        .area_maddr = kexec_crash_area.start,
        .area_size = kexec_crash_area.size,
        .notes_maddr = notes_maddr,
        .nr_notes = nr_notes,
    };

    if ( !notes_maddr )
        return;
    if ( image )
    {
        rec.flags = XEN_LU_CRASH_LOADED;
        rec.arch = image->arch;
        rec.entry = image->entry_maddr;
        rec.tables_maddr = page_to_maddr(image->aux_page);
        rec.code_maddr = page_to_maddr(image->control_code_page);
        rec.list_maddr = image->head;
    }
    lu_rec_open(w, XEN_LU_REC_CRASH_KERNEL);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);
}

/* --- notes -------------------------------------------------------------- */

/**
 * lu_crash_note - memory for the notes of a CPU
 * @size: bytes needed
 *
 * Returns NULL if the notes have to be allocated.
 */
void *lu_crash_note(unsigned int cpu, size_t size)
{
    if ( cpu >= nr_notes || size > XEN_LU_CRASH_NOTE_SIZE )
        return NULL;

    return maddr_to_virt(notes_maddr + XEN_LU_CRASH_INFO_SIZE +
                         cpu * XEN_LU_CRASH_NOTE_SIZE);
}

static void __init use_notes(void)
{
    BUILD_BUG_ON(VMCOREINFO_BYTES > XEN_LU_CRASH_INFO_SIZE);

    memset(maddr_to_virt(notes_maddr), 0, XEN_LU_CRASH_NOTES_SIZE(nr_notes));
    kexec_place_vmcoreinfo(maddr_to_virt(notes_maddr));
}

/**
 * lu_place_crash_notes - cold boot: take the notes' memory from the crash area
 */
void __init lu_place_crash_notes(void)
{
    uint64_t start = PAGE_ALIGN(kexec_crash_area.start);
    uint64_t end = (kexec_crash_area.start + kexec_crash_area.size) & PAGE_MASK;

    if ( !kexec_crash_area.size )
        return;
    if ( kexec_crash_area.size < AREA_MIN )
    {
        printk(XENLOG_WARNING "Live update: crash area is too small, not used\n");
        kexec_crash_area.size = 0;
        return;
    }

    notes_maddr = end - NOTES_SIZE;
    nr_notes = NR_NOTES;
    kexec_crash_area.start = start;
    kexec_crash_area.size = notes_maddr - start;
    arch_lu_map_range(notes_maddr, end);
    use_notes();
}

/* --- restore ------------------------------------------------------------ */

/**
 * lu_defer_crash_area - use the old Xen's crash area, not the command line's
 *
 * Until the commit point this Xen may use no memory but the bank.
 */
void __init lu_defer_crash_area(void)
{
    if ( !lu_restoring )
        return;

    asked = kexec_crash_area;
    kexec_crash_area.start = kexec_crash_area.size = 0;
}

static bool __init as_asked(const struct xen_lu_crash_kernel *rec)
{
    uint64_t size;

    if ( !asked.size || !rec )
        return !asked.size;
    size = rec->notes_maddr - rec->area_maddr +
           XEN_LU_CRASH_NOTES_SIZE(rec->nr_notes);

    return (asked.size & PAGE_MASK) == size &&
           (!asked.start || asked.start == rec->area_maddr);
}

static struct kexec_image *__init
adopt_image(const struct xen_lu_crash_kernel *rec)
{
    struct kexec_image *image = &adopted;

    if ( !(rec->flags & XEN_LU_CRASH_LOADED) )
        return NULL;

    image->type = KEXEC_TYPE_CRASH;
    image->arch = rec->arch;
    image->entry_maddr = rec->entry;
    image->aux_page = maddr_to_page(rec->tables_maddr);
    image->control_code_page = maddr_to_page(rec->code_maddr);
    image->entry_page = maddr_to_page(rec->list_maddr);
    image->head = rec->list_maddr;
    INIT_PAGE_LIST_HEAD(&image->control_pages);
    INIT_PAGE_LIST_HEAD(&image->dest_pages);
    INIT_PAGE_LIST_HEAD(&image->unusable_pages);
    arch_lu_adopt_crash_image(image);

    return image;
}

/**
 * lu_restore_crash_kernel - right after the commit point: adopt area and image
 *
 * Nothing here can fail: a panic from now on leads to the dump kernel.
 */
void __init lu_restore_crash_kernel(void)
{
    const struct xen_lu_crash_kernel *rec =
        lu_find(lu_stream, XEN_LU_REC_CRASH_KERNEL, NULL);

    if ( !as_asked(rec) )
    {
        printk(XENLOG_WARNING
               "Live update: crashkernel= counts from the next cold boot on\n");
        lu_warn(XLU_WARN_CRASH_KERNEL);
    }
    kexec_crash_area.start = kexec_crash_area.size = 0;
    if ( !rec )
        return;

    kexec_crash_area.start = rec->area_maddr;
    kexec_crash_area.size = rec->area_size;
    notes_maddr = rec->notes_maddr;
    nr_notes = rec->nr_notes;
    use_notes();
    kexec_adopt_crash_image(adopt_image(rec));
}

/**
 * lu_crash_image_adopted - is this the image of an earlier Xen?
 *
 * Such an image has memory in the crash area only, so there is nothing to free.
 */
bool lu_crash_image_adopted(const struct kexec_image *image)
{
    return image == &adopted;
}

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
