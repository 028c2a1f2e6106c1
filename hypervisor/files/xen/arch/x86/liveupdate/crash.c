/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update on x86: the way to a crash kernel that an earlier Xen has loaded.
 *
 * The image's page tables map all that it needs, wherever Xen is. Only the code
 * that leaves Xen has an address in Xen's own part of the address space. That
 * part has an entry of its own in the L4 table, which gets tables of this Xen.
 */
#include <xen/liveupdate/private.h>
#include <xen/init.h>
#include <xen/kexec.h>
#include <xen/mm.h>
#include <asm/machine_kexec.h>
#include <asm/page.h>

static l1_pgentry_t __aligned(PAGE_SIZE) exit_l1[L1_PAGETABLE_ENTRIES];
static l2_pgentry_t __aligned(PAGE_SIZE) exit_l2[L2_PAGETABLE_ENTRIES];
static l3_pgentry_t __aligned(PAGE_SIZE) exit_l3[L3_PAGETABLE_ENTRIES];

/**
 * arch_lu_adopt_crash_image - let a crash of this Xen lead to @image
 *
 * Neither allocates nor fails: it uses memory of the crash area and this Xen's.
 */
void __init arch_lu_adopt_crash_image(const struct kexec_image *image)
{
    unsigned long va = (unsigned long)kexec_reloc;
    paddr_t code = page_to_maddr(image->control_code_page);
    l4_pgentry_t *l4 = maddr_to_virt(page_to_maddr(image->aux_page));

    memcpy(maddr_to_virt(code), kexec_reloc,
           kexec_reloc_end - (const char *)kexec_reloc);
    *(kimage_entry_t *)maddr_to_virt(image->head) = IND_DONE;

    l1e_write(&exit_l1[l1_table_offset(va)],
              l1e_from_paddr(code, __PAGE_HYPERVISOR));
    l2e_write(&exit_l2[l2_table_offset(va)],
              l2e_from_paddr(virt_to_maddr(exit_l1), __PAGE_HYPERVISOR));
    l3e_write(&exit_l3[l3_table_offset(va)],
              l3e_from_paddr(virt_to_maddr(exit_l2), __PAGE_HYPERVISOR));
    l4e_write(&l4[l4_table_offset(va)],
              l4e_from_paddr(virt_to_maddr(exit_l3), __PAGE_HYPERVISOR));
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
