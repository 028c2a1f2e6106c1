/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ticks - what its two parts have of each other
 */
#ifndef TICKS_H
#define TICKS_H

#include <stdint.h>

/* What wait() has in registers: ten general ones, three of 16 bytes */
struct registers {
	uint64_t general[10], wide[6];
};

/* entry.S */
extern const uint64_t exception_entry[32];
extern uint64_t nr_ticks;
extern char timer_entry[], nmi_entry[];

void wait(struct registers *r, uint64_t until);

/* ticks.c */
void ticks(void);
void exception(uint64_t vector, uint64_t code);
void nmi(void);

#endif
