/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: messages in "xl dmesg" that must not get lost.
 *
 * The new Xen's console ring begins with the last messages of the old one. Live
 * patches end with the Xen that they were made for; the new one should have
 * been built with their fixes.
 */
#include <xen/liveupdate/private.h>
#include <xen/console.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/livepatch.h>

/**
 * lu_save_console - CONSOLE record
 */
void lu_save_console(struct lu_writer *w)
{
    size_t size = console_ring_size(LU_MAX_CONSOLE);
    struct xen_lu_console *rec;

    lu_rec_open(w, XEN_LU_REC_CONSOLE);
    rec = lu_rec_space(w, sizeof(*rec) + size);
    if ( rec )
    {
        rec->size = size;
        rec->index = console_ring_copy((char *)(rec + 1), size);
    }
    lu_rec_close(w);
}

/**
 * lu_console_text - the old Xen's last messages
 * @text: the first of them
 * @index: number of the byte after them
 *
 * Returns their size, 0 if there are none.
 */
size_t __init lu_console_text(const char **text, uint32_t *index)
{
    const struct xen_lu_console *rec;

    rec = lu_restoring ? lu_find(lu_stream, XEN_LU_REC_CONSOLE, NULL) : NULL;
    if ( !rec )
        return 0;
    *text = (const char *)(rec + 1);
    *index = rec->index;

    return rec->size;
}

/**
 * lu_warn_livepatches - name the live patches that are applied
 */
void lu_warn_livepatches(void)
{
    char name[XEN_LIVEPATCH_NAME_SIZE];
    unsigned int i;

    for ( i = 0; livepatch_applied(i, name); i++ )
    {
        printk(XENLOG_WARNING
               "Live update %u: live patch %s ends with this Xen: does the new one have its fix?\n",
               lu_generation + 1, name);
        lu_warn(XLU_WARN_LIVEPATCH);
    }
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
