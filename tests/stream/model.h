/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is done with a stream that may be anything: check it, and if it is
 * accepted use it as the restore would.
 */
#ifndef _XLU_TEST_MODEL_H
#define _XLU_TEST_MODEL_H

#include <xen/liveupdate/stream.h>

int model_run(const void *stream, size_t size, struct lu_fault *fault);

#endif /* _XLU_TEST_MODEL_H */
