/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cold and live updates differ behind this interface, and nowhere else.
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
 *	Fills in @loaded; frees what it took if it fails
 * @unload: take it back and free what @load took
 * @commit: enter it. Cold: does not return. Live: returns 0 on the new Xen
 * @arm: enter it when dom0 reboots; NULL if the mode has no such thing
 * @keeps_payloads: what was staged is needed until it is committed
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
 * struct xlu_loaded - what was loaded
 * @mode: how to go on with it
 * @area: its handoff area
 * @copies: cold: what the stub has to copy
 * @in_xen: Xen holds an image
 * @file_is_spent: live: what follows the image in the file was overwritten, so that
 *	the file cannot be verified once more, even if it was not loaded
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

/* What both modes tell the stub about the image once its load base is known. */
void xlu_load_describe_image(struct xlu_area *area, const struct xlu_update *update,
			     u64 base);
bool xlu_live_place(u64 size, struct xlu_bank_place *place);
bool xlu_live_place_inflated(u64 size, struct xlu_bank_place *place);
u32 xlu_load_image_crc(const struct xlu_image *image, const void *data);
char *xlu_xen_cmdline(const char *text, const char *own);
char *xlu_payload_text(const struct xlu_update *update, u32 payload);

#endif /* _XLU_LOAD_H */
