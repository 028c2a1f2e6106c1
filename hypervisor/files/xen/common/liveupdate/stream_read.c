/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: walking a state stream that lu_stream_check() has accepted.
 */
#include <xen/lib.h>

#include <xen/liveupdate/stream.h>

/**
 * lu_read_start - place a reader before the first record
 */
void lu_read_start(struct lu_reader *r, const void *stream)
{
    r->pos = stream + sizeof(struct xen_lu_stream_header);
}

/**
 * lu_read_next - move to the next record
 * Returns false at the END record.
 */
bool lu_read_next(struct lu_reader *r)
{
    const struct xen_lu_record *rec = (const void *)r->pos;

    if ( rec->type == XEN_LU_REC_END )
        return false;

    r->type = rec->type;
    r->length = rec->length;
    r->body = rec + 1;
    r->pos += sizeof(*rec) + ((rec->length + 7UL) & ~7UL);

    return true;
}

static void read_after(struct lu_reader *r, const void *body)
{
    const struct xen_lu_record *rec = (const struct xen_lu_record *)body - 1;

    r->pos = body + ((rec->length + 7UL) & ~7UL);
}

/**
 * lu_find - find a record of a domain or of the host
 * @from: the body of the domain's DOMAIN record, or the stream
 * @type: of the record
 * @length: bytes of its body
 *
 * Returns the body, or NULL if there is none.
 */
const void *lu_find(const void *from, uint32_t type, uint32_t *length)
{
    struct lu_reader r;

    if ( *(const uint64_t *)from == XEN_LU_STREAM_MAGIC )
        lu_read_start(&r, from);
    else
        read_after(&r, from);

    while ( lu_read_next(&r) && r.type != XEN_LU_REC_DOMAIN )
        if ( r.type == type )
        {
            if ( length )
                *length = r.length;
            return r.body;
        }

    return NULL;
}

/**
 * lu_first_domain - the first DOMAIN record of a stream
 */
const struct xen_lu_domain *lu_first_domain(const void *stream)
{
    struct lu_reader r;

    lu_read_start(&r, stream);
    while ( lu_read_next(&r) )
        if ( r.type == XEN_LU_REC_DOMAIN )
            return r.body;

    return NULL;
}

/**
 * lu_next_domain - the DOMAIN record after @dom, NULL if it is the last
 */
const struct xen_lu_domain *lu_next_domain(const struct xen_lu_domain *dom)
{
    struct lu_reader r;

    read_after(&r, dom);
    while ( lu_read_next(&r) )
        if ( r.type == XEN_LU_REC_DOMAIN )
            return r.body;

    return NULL;
}

/**
 * lu_find_vcpu - find a record of one vCPU of a domain
 */
const void *lu_find_vcpu(const struct xen_lu_domain *dom, uint32_t type,
                         uint32_t vcpu, uint32_t *length)
{
    struct lu_reader r;

    read_after(&r, dom);
    while ( lu_read_next(&r) && r.type != XEN_LU_REC_DOMAIN )
        if ( r.type == type && *(const uint32_t *)r.body == vcpu )
        {
            if ( length )
                *length = r.length;
            return r.body;
        }

    return NULL;
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
