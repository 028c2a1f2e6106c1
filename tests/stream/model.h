/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is done with a stream that may be anything: check it, and if it is
 * accepted use it as the restore would.
 */
#ifndef _XLU_TEST_MODEL_H
#define _XLU_TEST_MODEL_H

#include "sound.h"

extern uint64_t model_sink;
extern uint16_t model_owner[SOUND_FRAMES];	/* 0: nobody, else number of a domain + 1 */

void model_take_frames(uint64_t mfn, uint64_t nr);
void model_restore_frames(const void *stream);
int model_run(const void *stream, size_t size, struct lu_fault *fault);

#endif /* _XLU_TEST_MODEL_H */
