/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Interface to loading and committing, implemented once for cold and once for live updates.
 */
#ifndef _XLU_LOAD_H
#define _XLU_LOAD_H

#include "area.h"
#include "buffer.h"
#include "copies.h"
#include "lib/image.h"
#include "kexec_abi.h"
#include "lib/reason.h"

struct xlu_loaded;
struct xlu_step;
struct xlu_update;

/**
 * struct xlu_mode - how one mode works
 * @load: check, compute, place and, unless it is a dry run, hand over to Xen.
 *	Fills in @loaded; frees what it has allocated if it fails
 * @unload: undo @load and free what it has allocated
 * @commit: enter the image. Cold: does not return. Live: returns 0 on the new Xen
 * @arm: enter the image when dom0 reboots; NULL if the mode does not support it
 * @keeps_payloads: payloads are needed until they are committed
 */
struct xlu_mode {
	enum xlu_why (*load)(struct xlu_loaded *loaded, struct xlu_step *step,
			     const struct xlu_update *update, u32 flags);
	void (*unload)(struct xlu_loaded *loaded);
	int (*commit)(struct xlu_loaded *loaded, struct xlu_step *step);
	void (*arm)(struct xlu_loaded *loaded);
	bool keeps_payloads;
};

/**
 * struct xlu_loaded - a loaded update
 * @mode: functions to commit or unload it
 * @area: its handoff area
 * @copies: cold: list of copies for the stub
 * @in_xen: Xen holds an image
 * @file_is_spent: live: bytes of the file after the image were overwritten, so that the
 *	file cannot be verified again, even if the load has failed
 */
struct xlu_loaded {
	const struct xlu_mode *mode;
	struct xlu_area area;
	struct xlu_copies copies;
	bool in_xen;
	bool file_is_spent;
};

extern const struct xlu_mode xlu_cold_mode;
extern const struct xlu_mode xlu_live_mode;

int xlu_cold_init(void);
void xlu_cold_exit(void);

/* For both modes, once the load base of the image is known */
void xlu_load_describe_image(struct xlu_area *area, const struct xlu_update *update,
			     u64 base);
bool xlu_live_place(u64 size, struct xlu_bank_place *place);
bool xlu_live_place_inflated(u64 size, struct xlu_bank_place *place);
u32 xlu_load_image_crc(const struct xlu_image *image, const void *data);
char *xlu_xen_cmdline(const char *text, const char *own);
char *xlu_payload_text(const struct xlu_update *update, u32 payload);

#endif /* _XLU_LOAD_H */
