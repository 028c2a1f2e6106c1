/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hostile.h - between the two languages of this guest
 */
#ifndef HOSTILE_H
#define HOSTILE_H

/* hostile.c: the guest; @start is what Xen tells at the start */
void hostile(const void *start);

/* hostile-head.S: a hypercall at the very end of the lower half of addresses */
void edge_call(long op, void *arg);

/* Where Xen goes if it cannot return there: to who called edge_call() */
void no_way_back(void);

/* What the other vCPUs do */
void other_vcpu(void);

#endif /* HOSTILE_H */
