/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Internal header of the engine's files, which share the state of the update. All
 * functions here are called with the lock of struct xlu_update held.
 */
#ifndef _XLU_ENGINE_H
#define _XLU_ENGINE_H

#include "update.h"

extern struct xlu_update xlu_update;

int xlu_may(enum xlu_action action);
void xlu_set_state(enum xen_liveupdate_state state);
void xlu_move(enum xlu_action action);

/* The lock is dropped between xlu_step_begin() and xlu_step_end(). */
struct xlu_step *xlu_step_begin(enum xlu_action action);
void xlu_step_end(struct xlu_step *step);

int xlu_failed(enum xlu_why why, int err);
int xlu_note_error(enum xlu_why why, int err);
void xlu_clear_error(void);

void xlu_drop_image_buf(void);
void xlu_drop_image(void);
void xlu_drop_payloads(void);
void xlu_drop_all(void);

u64 xlu_payload_copied(u32 payload);

#endif /* _XLU_ENGINE_H */
