/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: checking who owns a frame: maps of frames, a domain's memory,
 * the page tables that it has pinned, the pages of Xen that it maps.
 */
#include <xen/errno.h>
#include <xen/lib.h>

#include <xen/liveupdate/stream.h>

/* Frames of the smallest piece of boot memory */
#define BOOT_CHUNK      512U

/* Bits of [*@first, *@first + *@nr) in its first word of a map; skips them. */
static uint64_t next_bits(uint64_t *first, uint64_t *nr, uint64_t *word)
{
    unsigned int bit = *first % 64;
    uint64_t n = *nr < 64 - bit ? *nr : 64 - bit;

    *word = *first / 64;
    *first += n;
    *nr -= n;

    return (~0ULL >> (64 - n)) << bit;
}

/**
 * lu_frames_take - set the bits of a range
 * Returns false, and stops, if a bit is set already.
 */
bool lu_frames_take(uint64_t *map, uint64_t first, uint64_t nr)
{
    while ( nr )
    {
        uint64_t word, bits = next_bits(&first, &nr, &word);

        if ( map[word] & bits )
            return false;
        map[word] |= bits;
    }

    return true;
}

/**
 * lu_frames_free - clear the bits of a range
 */
void lu_frames_free(uint64_t *map, uint64_t first, uint64_t nr)
{
    while ( nr )
    {
        uint64_t word, bits = next_bits(&first, &nr, &word);

        map[word] &= ~bits;
    }
}

/**
 * lu_check_boot_memory - memory that was allocated for the new Xen
 *
 * In the order of frames. Nobody else has it.
 */
int lu_check_boot_memory(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_BOOT_MEMORY;
    const struct xen_lu_boot_memory *rec;
    uint64_t frames = c->machine->nr_frames, next = 0;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_boot_memory, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( !rec[i].nr || rec[i].nr > frames || rec[i].nr % BOOT_CHUNK )
            return lu_bad(c, type, &rec[i].nr);
        if ( rec[i].mfn < next || rec[i].mfn > frames - rec[i].nr )
            return lu_bad(c, type, &rec[i].mfn);
        if ( !lu_frames_take(c->machine->taken, rec[i].mfn, rec[i].nr) )
            return lu_refuse(c, XLU_REASON_OVERLAP, type, &rec[i].mfn);
        next = rec[i].mfn + rec[i].nr;
    }

    return 0;
}

/**
 * lu_owns - does the domain own this frame?
 *
 * A domain may have freed a page and still use it, say as a page table.
 */
bool lu_owns(const struct lu_content *c, uint64_t mfn)
{
    if ( c->machine->owns )
        return mfn < c->machine->nr_frames && c->machine->owns(c->dom, mfn);

    return mfn < c->machine->nr_frames &&
           (c->machine->own[mfn / 64] & (1ULL << (mfn % 64)));
}

/**
 * lu_owns_all - does the domain own each frame of a range?
 */
bool lu_owns_all(const struct lu_content *c, uint64_t first, uint64_t nr)
{
    if ( first >= c->machine->nr_frames || nr > c->machine->nr_frames - first )
        return false;

    while ( nr )
    {
        uint64_t word, bits = next_bits(&first, &nr, &word);

        if ( bits & ~c->machine->own[word] )
            return false;
    }

    return true;
}

/**
 * lu_may_map - is this frame the domain's, or one of Xen that it maps?
 *
 * A domain may register and grant all of them.
 */
bool lu_may_map(const struct lu_content *c, uint64_t mfn)
{
    const struct xen_lu_xen_page *rec;
    unsigned int i, nr;

    if ( lu_owns(c, mfn) )
        return true;

    rec = lu_array(c->dom, XEN_LU_REC_XEN_PAGES, struct xen_lu_xen_page, nr);
    for ( i = 0; i < nr; i++ )
        if ( rec[i].mfn == mfn )
            return true;

    return false;
}

static int take_extent(const struct lu_content *c,
                       const struct xen_lu_extent *ext)
{
    const struct lu_machine *m = c->machine;
    const uint32_t type = XEN_LU_REC_PAGES;

    if ( ext->flags & ~(XEN_LU_PAGES_EXTRA | XEN_LU_PAGES_FREED) )
        return lu_bad(c, type, &ext->flags);
    if ( !ext->nr || ext->nr > m->nr_frames )
        return lu_bad(c, type, &ext->nr);
    if ( ext->mfn > m->nr_frames - ext->nr )
        return lu_bad(c, type, &ext->mfn);
    /* Any number that a guest may set, see VALID_M2P(). */
    if ( ext->gfn != XEN_LU_NO_MFN && ext->gfn > (1ULL << 63) - ext->nr )
        return lu_bad(c, type, &ext->gfn);
    if ( !lu_frames_take(m->taken, ext->mfn, ext->nr) )
        return lu_refuse(c, XLU_REASON_OVERLAP, type, &ext->mfn);
    lu_frames_take(m->own, ext->mfn, ext->nr);

    return 0;
}

/**
 * lu_check_pages - check the memory of a domain, and enter it in @own
 */
int lu_check_pages(const struct lu_content *c)
{
    const struct xen_lu_extent *ext;
    unsigned int i, nr;
    uint64_t total = 0;
    int rc;

    ext = lu_array(c->dom, XEN_LU_REC_PAGES, struct xen_lu_extent, nr);
    /* In place: lu_check_in_place() has checked that there are none. */
    if ( c->machine->owns )
        return 0;
    for ( i = 0; i < nr; i++ )
    {
        rc = take_extent(c, &ext[i]);
        if ( rc )
            return rc;
        if ( !(ext[i].flags & XEN_LU_PAGES_EXTRA) )
            total += ext[i].nr;
    }
    if ( total != c->dom->nr_pages )
        return lu_bad(c, XEN_LU_REC_DOMAIN, &c->dom->nr_pages);

    return 0;
}

/**
 * lu_forget_pages - clear @own for the next domain
 */
void lu_forget_pages(const struct lu_content *c)
{
    const struct xen_lu_extent *ext;
    unsigned int i, nr;

    ext = lu_array(c->dom, XEN_LU_REC_PAGES, struct xen_lu_extent, nr);
    for ( i = 0; i < nr; i++ )
        lu_frames_free(c->machine->own, ext[i].mfn, ext[i].nr);
}

/* Level 1 tables refer to no tables. */
static bool pin_flags_fit(const struct xen_lu_pin *pin)
{
    return !(pin->flags & ~XEN_LU_PIN_ALL) &&
           pin->flags != XEN_LU_PIN_HELD && (!pin->flags || pin->level > 1);
}

/**
 * lu_check_pins - the page tables of a PV domain that are to be validated
 */
int lu_check_pins(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_PINS;
    const struct xen_lu_pin *pin;
    unsigned int i, nr;

    pin = lu_array(c->dom, type, struct xen_lu_pin, nr);
    /* Page tables of an HVM domain are not Xen's concern. */
    if ( pin && !lu_is_pv(c) )
        return lu_bad(c, type, pin);
    for ( i = 0; i < nr; i++ )
    {
        if ( !pin[i].level || pin[i].level > 4 )
            return lu_bad(c, type, &pin[i].level);
        if ( !lu_owns(c, pin[i].mfn) )
            return lu_bad(c, type, &pin[i].mfn);
        if ( !pin_flags_fit(&pin[i]) )
            return lu_bad(c, type, &pin[i].flags);
    }

    return 0;
}

/**
 * lu_check_xen_pages - the pages of Xen that a domain maps
 *
 * The guest maps these pages: one without a record would be allocated again.
 * They are in the order of role and index, so none is there twice.
 */
int lu_check_xen_pages(const struct lu_content *c)
{
    const struct xen_lu_grant *grant = lu_find(c->dom, XEN_LU_REC_GRANT, NULL);
    const uint32_t wanted[] = {
        [XEN_LU_ROLE_SHARED_INFO] = 1,
        [XEN_LU_ROLE_GRANT_SHARED] = grant->nr_frames,
        [XEN_LU_ROLE_GRANT_STATUS] = grant->nr_status_frames,
    };
    const uint32_t type = XEN_LU_REC_XEN_PAGES;
    uint32_t role = XEN_LU_ROLE_SHARED_INFO, index = 0;
    const struct xen_lu_xen_page *rec;
    unsigned int i, nr;

    rec = lu_array(c->dom, type, struct xen_lu_xen_page, nr);
    for ( i = 0; i < nr; i++ )
    {
        while ( role < ARRAY_SIZE(wanted) && index == wanted[role] )
        {
            role++;
            index = 0;
        }
        if ( role == ARRAY_SIZE(wanted) || rec[i].role != role )
            return lu_bad(c, type, &rec[i].role);
        if ( rec[i].index != index++ )
            return lu_bad(c, type, &rec[i].index);
        if ( rec[i].mfn >= c->machine->nr_frames )
            return lu_bad(c, type, &rec[i].mfn);
        if ( !lu_frames_take(c->machine->taken, rec[i].mfn, 1) )
            return lu_refuse(c, XLU_REASON_OVERLAP, type, &rec[i].mfn);
    }
    if ( nr != 1ULL + grant->nr_frames + grant->nr_status_frames )
        return lu_missing(c, type);

    return 0;
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
