/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * guest.h - what all attacks of this guest use, and what an attack is
 */
#ifndef HOSTILE_GUEST_H
#define HOSTILE_GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE			4096UL
#define FILL(type, n)		((PAGE / sizeof(type)) * (n))
#define ALIGNED			__attribute__((aligned(4096)))

#define DOMID_SELF		0x7ff0
#define KERNEL_CS		0xe033

enum {
	SET_TRAP_TABLE = 0, MMU_UPDATE = 1, MEMORY_OP = 12, UPDATE_VA = 14, XEN_VERSION = 17,
	GRANT_TABLE_OP = 20, VCPU_OP = 24, MMUEXT_OP = 26, SCHED_OP = 29, XENOPROF_OP = 31,
	EVENT_CHANNEL_OP = 32,
};

#define PTE_PRESENT		0x1UL
#define PTE_RW			0x2UL
#define PTE_USER		0x4UL
#define PTE_UNCACHED		0x18UL
#define PTE_TABLE		(PTE_PRESENT | PTE_RW | PTE_USER)
#define PTE_RO			(PTE_PRESENT | PTE_USER)

#define M2P			((uint64_t *)0xffff800000000000UL)

#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))

#define PTR(p)			((uint64_t)(uintptr_t)(p))

struct start_info {
	char magic[32];
	uint64_t nr_pages, shared_info;
	uint32_t flags;
	uint64_t store_mfn;
	uint32_t store_evtchn;
	uint64_t console_mfn;
	uint32_t console_evtchn;
	uint64_t pt_base, nr_pt_frames, mfn_list, mod_start, mod_len;
	char cmd_line[1024];
};

struct console {
	char in[1024], out[2048];
	uint32_t in_cons, in_prod, out_cons, out_prod;
};

/**
 * struct attack - what a guest does around an update
 * @name: as its command line calls it
 * @before: at its start
 * @go: when dom0 asks for it
 * @after: in the new Xen
 */
struct attack {
	const char *name;
	void (*before)(void);
	void (*go)(void);
	void (*after)(void);
};

/* grants.c */
extern const struct attack attack_device_map, attack_grants, attack_stale;
/* tables.c */
extern const struct attack attack_linear, attack_edge, attack_m2p, attack_iomem;
/* resources.c */
extern const struct attack attack_ports, attack_grow, attack_xenoprof;

/* --- guest.c: who this is --- */

extern const struct start_info *si;
extern const uint64_t *p2m;
extern struct console *console;
extern const char *name;		/* of the attack */
extern uint16_t own_id;
extern uint64_t data[];			/* a page of the guest */
extern char window[];			/* another, to map something there */

/* A hypercall */
long call(long op, uint64_t a, uint64_t b, uint64_t c, uint64_t d);

uint64_t mfn_of(const void *va);

/* For whom an unbound port waits */
uint16_t unbound_for(uint32_t of);

/* --- guest.c: telling dom0 --- */

/* A line: @what, and with a @text this and @n */
void say(const char *what, const char *text, long n);
/* As it should be, or not */
void judge(bool good, const char *text, long n);

/* --- guest.c: waiting --- */

struct doze {
	const uint32_t *ports;
	uint32_t nr;
	uint64_t timeout;
};

extern uint64_t shared_page[];		/* where shared_info is mapped */
extern uint32_t *fifo_word;		/* of the console's port, with FIFO delivery */
extern struct doze doze;
extern void (*pause)(void);		/* another way to wait than a plain hypercall */

void wait(void);
bool xen_is(const char *version);
/* Has dom0 typed a "g"? */
bool asked_to_go(void);

/* --- guest.c: page tables --- */

/* Set the entry that maps @va. */
long map(const void *va, uint64_t pte);
/* Map a page of the guest at its place, with these @flags. */
long own(const void *page, uint64_t flags);
long pin(int level, const void *table);
long unpin(const void *table);
/* Bits 0 to 2 of @ptr: 0 for an entry of a page table, 1 for the M2P. */
long mmu_update(uint64_t ptr, uint64_t val);

/* --- guest.c: grants --- */

#define MAP_DEVICE		1
#define MAP_HOST		2
#define MAP_READONLY		4

struct grant {
	uint16_t flags, domid;
	uint32_t frame;
};

struct map {
	uint64_t host;
	uint32_t flags, ref;
	uint16_t domid;
	int16_t status;
	uint32_t handle;
	uint64_t bus;
};

struct unmap {
	uint64_t host, bus;
	uint32_t handle;
	int16_t status;
};

#define GRANTS			512U	/* of a frame */
#define GRANT_FRAMES		64U

extern uint64_t grant_mfn[GRANT_FRAMES];

void grow_grants(unsigned int nr);
/* To the guest itself */
void grant(uint32_t ref, uint64_t mfn);
struct map map_grant(uint32_t ref, uint32_t flags, const void *host);
long unmap_grant(const struct map *m);

/* --- head.S --- */

/* A hypercall at the very end of the lower half of addresses */
void edge_call(long op, void *arg);
/* Where Xen goes if it cannot return there: to who called edge_call() */
void no_way_back(void);
/* What the other vCPUs do */
void other_vcpu(void);
/* main.c: the guest; @start is what Xen tells at the start */
void hostile(const void *start);

#endif /* HOSTILE_GUEST_H */
