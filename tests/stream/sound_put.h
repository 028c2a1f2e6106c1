/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of the sound stream, for each other.
 */
#ifndef _XLU_TEST_SOUND_PUT_H
#define _XLU_TEST_SOUND_PUT_H

#include "sound.h"

#define PUT(type, domid, body)	sound_put(XEN_LU_REC_##type, domid, 0, &(body), sizeof(body))

void sound_put(uint32_t type, uint32_t domid, uint32_t vcpu, const void *body, size_t len);
/* sound_host.c */
void sound_put_host(void);
void sound_put_frames(void);
/* sound_kept.c */
void sound_put_in_place(uint32_t domid);
void sound_put_pool(uint32_t domid);
/* sound_pvh.c */
void sound_put_pvh(void);
void sound_begin_context(void);
void *sound_add_entry(uint16_t code, uint16_t vcpu, uint32_t length);
void sound_put_context(uint32_t domid);
/* sound_hvm.c */
void sound_put_hvm(void);

#define ADD_ENTRY(name, vcpu) \
	sound_add_entry(HVM_SAVE_CODE(name), vcpu, HVM_SAVE_LENGTH(name))

#endif /* _XLU_TEST_SOUND_PUT_H */
