/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Interface to the hypervisor's stream code as built for the host, and a machine for it.
 */
#ifndef _XLU_HOST_H
#define _XLU_HOST_H

#include <xen/liveupdate/stream.h>

int host_machine(struct lu_machine *m, const void *stream);
void host_machine_free(struct lu_machine *m);

#endif /* _XLU_HOST_H */
