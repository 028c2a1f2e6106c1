/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: writing the state stream, on the old side.
 *
 * The writer fills memory that was allocated before anything was paused. It
 * never fails in the middle: if the buffer is too small it stops storing, and
 * lu_write_finish() returns an error.
 */
#include <xen/errno.h>
#include <xen/string.h>

#include <xen/liveupdate/stream.h>

/**
 * lu_write_start - begin a stream
 * @w: writer to set up
 * @buf: memory for the stream
 * @size: its bytes
 */
void lu_write_start(struct lu_writer *w, void *buf, size_t size)
{
    memset(w, 0, sizeof(*w));
    w->buf = buf;
    w->size = size;
    w->pos = sizeof(struct xen_lu_stream_header);
    if ( size < w->pos )
        w->overflow = true;
}

/**
 * lu_rec_space - make room for @len zeroed bytes in the open record
 * Returns NULL if there is none.
 */
void *lu_rec_space(struct lu_writer *w, size_t len)
{
    void *p;

    if ( w->overflow || len > w->size - w->pos )
    {
        w->overflow = true;
        return NULL;
    }

    p = w->buf + w->pos;
    memset(p, 0, len);
    w->pos += len;

    return p;
}

/**
 * lu_rec_put - append bytes to the open record
 */
void lu_rec_put(struct lu_writer *w, const void *data, size_t len)
{
    void *p = lu_rec_space(w, len);

    if ( p )
        memcpy(p, data, len);
}

/**
 * lu_rec_open - begin a record
 */
void lu_rec_open(struct lu_writer *w, uint32_t type)
{
    struct xen_lu_record *rec;

    w->rec = w->pos;
    rec = lu_rec_space(w, sizeof(*rec));
    if ( rec )
        rec->type = type;
}

/**
 * lu_rec_close - end the open record
 */
void lu_rec_close(struct lu_writer *w)
{
    size_t len;

    if ( w->overflow )
        return;

    len = w->pos - w->rec - sizeof(struct xen_lu_record);
    ((struct xen_lu_record *)(w->buf + w->rec))->length = len;
    lu_rec_space(w, -len & 7);
}

/**
 * lu_rec_close_if_used - end the open record, or drop it if it is empty
 */
void lu_rec_close_if_used(struct lu_writer *w)
{
    if ( !w->overflow && w->pos == w->rec + sizeof(struct xen_lu_record) )
        w->pos = w->rec;
    else
        lu_rec_close(w);
}

/**
 * lu_write_finish - complete the stream: END record and header
 * Returns -ENOSPC if the buffer was too small.
 */
int lu_write_finish(struct lu_writer *w, unsigned int nr_domains)
{
    struct xen_lu_stream_header *h = (void *)w->buf;

    lu_rec_open(w, XEN_LU_REC_END);
    lu_rec_close(w);
    if ( w->overflow )
        return -ENOSPC;

    memset(h, 0, sizeof(*h));
    h->magic = XEN_LU_STREAM_MAGIC;
    h->version = XEN_LU_STREAM_VERSION;
    h->nr_domains = nr_domains;
    h->size = w->pos;
    h->crc = lu_crc32c(0, h + 1, w->pos - sizeof(*h));

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
