/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: memory for the page tables of HVM domains.
 *
 * The toolstack gives a domain a pool of pages, most of which are never used.
 * Pages that the restore needs come out of the bank, the others out of memory
 * that is released when the domains run again. With page state in place the
 * pool stays as it is, see hvm_kept.c.
 */
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/list.h>
#include <xen/mm.h>
#include <xen/sched.h>
#include <xen/xmalloc.h>
#include <asm/domain.h>
#include <asm/hap.h>
#include <asm/p2m.h>
#include <asm/paging.h>

#include "../mm/mm-locks.h"
#include <xen/liveupdate/private.h>
#include "private.h"

/* Size that hap_enable() begins with */
#define POOL_FIRST      256U
/* Pages that lu_restore_p2m() may have taken beyond its needs */
#define POOL_SPARE      128U
/* Pages that a pool grows by every millisecond */
#define POOL_CHUNK      1024U

/* A pool that has not its full size yet. */
struct pool {
    struct list_head list;
    const struct domain *d;
    domid_t domid;
    unsigned int pages;
};

static LIST_HEAD(pools);

static unsigned int pool_pages(const struct domain *d)
{
    return d->arch.paging.hap.total_pages + d->arch.paging.hap.p2m_pages;
}

/* The domid may belong to another domain by now. */
static const struct pool *find_pool(const struct domain *d)
{
    const struct pool *p;

    list_for_each_entry ( p, &pools, list )
        if ( p->d == d && p->domid == d->domain_id )
            return p;

    return NULL;
}

/**
 * lu_pool_pages - present or future size of a domain's pool
 */
unsigned int lu_pool_pages(const struct domain *d)
{
    const struct pool *p = find_pool(d);

    return max(p ? p->pages : 0, pool_pages(d));
}

/**
 * lu_pool_memory - bytes of the pool that the new Xen needs at once
 * @tables: pages of the p2m
 *
 * With page state in place it needs none: see hvm_kept.c.
 */
uint64_t lu_pool_memory(unsigned int tables, unsigned int vcpus)
{
    return (uint64_t)max(tables + vcpus + POOL_SPARE, POOL_FIRST) * PAGE_SIZE;
}

/**
 * lu_restore_pool - remember the full size of the pool
 */
int __init lu_restore_pool(struct domain *d, const struct xen_lu_domain *dom)
{
    const struct xen_lu_hvm *rec = lu_find(dom, XEN_LU_REC_HVM, NULL);
    struct pool *p;

    if ( pool_pages(d) >= rec->pool_pages )
        return 0;
    p = xzalloc(struct pool);
    if ( !p )
        return -ENOMEM;
    p->d = d;
    p->domid = d->domain_id;
    p->pages = rec->pool_pages;
    list_add(&p->list, &pools);

    return 0;
}

/* Returns true if the pool has not its full size yet. */
static bool grow_pool(struct domain *d)
{
    const struct pool *p = find_pool(d);
    unsigned int now = pool_pages(d);
    bool more = false;

    if ( !p || now >= p->pages || d->is_dying )
        return false;

    paging_lock(d);
    if ( !hap_set_allocation(d, min(p->pages, now + POOL_CHUNK), NULL) )
        more = pool_pages(d) < p->pages;
    paging_unlock(d);

    return more;
}

/**
 * lu_grow_pools - give the pools some of the memory that has been released
 *
 * Returns true if a pool has not its full size yet.
 */
bool lu_grow_pools(void)
{
    struct pool *p, *next;
    struct domain *d;
    bool more = false;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        if ( is_hvm_domain(d) )
            more |= grow_pool(d);
    rcu_read_unlock(&domlist_read_lock);
    if ( more )
        return true;

    list_for_each_entry_safe ( p, next, &pools, list )
    {
        list_del(&p->list);
        xfree(p);
    }

    return false;
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
