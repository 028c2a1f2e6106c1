// SPDX-License-Identifier: GPL-2.0-only
/*
 * hostile - a PV guest that uses an update of Xen against the host
 *
 * Its command line names the attack. Each has up to three parts: what comes before
 * the update; what is done when dom0 types a "g" (after it has loaded an image, say);
 * and what the guest can do in the new Xen, where it must have gained nothing.
 * The console tells:
 *
 *	#HOSTILE ATTACK ready		the first part is done
 *	#HOSTILE ATTACK gone		the second
 *	#HOSTILE ATTACK ok: TEXT	in the new Xen: as it should be
 *	#HOSTILE ATTACK BAD: TEXT	anywhere: as it should not be
 *	#HOSTILE ATTACK done		the third part is done
 *
 * Runs without a kernel, without interrupts and, but for one attack, without traps: a
 * fault crashes the domain.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hostile.h"

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

/* --- hypercalls ----------------------------------------------------------- */

static long call(long op, uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	register uint64_t r10 __asm__("r10") = d;
	long rc;

	__asm__ volatile("syscall" : "=a"(rc), "+D"(a), "+S"(b), "+d"(c), "+r"(r10)
			 : "a"(op) : "rcx", "r11", "memory");
	return rc;
}

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

static const struct start_info *si;
static const uint64_t *p2m;
static struct console *console;
static const char *name;
static uint16_t own_id;

static uint64_t mfn_of(const void *va)
{
	return p2m[PTR(va) / PAGE];
}

/* --- saying things -------------------------------------------------------- */

/* What others write at any time */
static uint32_t look(const uint32_t *p)
{
	return __atomic_load_n(p, __ATOMIC_SEQ_CST);
}

static void put_char(char c)
{
	uint32_t at = console->out_prod;

	while (at - look(&console->out_cons) >= sizeof(console->out))
		;
	console->out[at % sizeof(console->out)] = c;
	__atomic_store_n(&console->out_prod, at + 1, __ATOMIC_SEQ_CST);
}

static void put(const char *s)
{
	for (; *s; s++) {
		if (*s == '\n')
			put_char('\r');
		put_char(*s);
	}
}

static void flush(void)
{
	uint32_t port = si->console_evtchn;

	call(EVENT_CHANNEL_OP, 4, PTR(&port), 0, 0);
}

static void put_number(long n)
{
	char digits[24], *p = digits + sizeof(digits) - 1;
	unsigned long u = n < 0 ? -n : n;

	*p = 0;
	do {
		p--;
		*p = '0' + u % 10;
		u /= 10;
	} while (u);
	if (n < 0)
		put("-");
	put(p);
}

static void say(const char *what, const char *text, long n)
{
	put("#HOSTILE ");
	put(name);
	put(" ");
	put(what);
	if (text) {
		put(": ");
		put(text);
		put(" (");
		put_number(n);
		put(")");
	}
	put("\n");
	flush();
}

static void judge(bool good, const char *text, long n)
{
	say(good ? "ok" : "BAD", text, n);
}

/* --- waiting -------------------------------------------------------------- */

#define DOZE_NS			50000000UL
#define SHARED_TIME		6	/* system time of vCPU 0, in words */
#define SHARED_PENDING		256	/* pending events, in words */

static uint64_t shared_page[FILL(uint64_t, 1)] ALIGNED;
static uint32_t *fifo_word;	/* of the console's port, with FIFO delivery */

static long map(const void *va, uint64_t pte)
{
	return call(UPDATE_VA, PTR(va), pte, 2 /* flush */, 0);
}

static struct {
	const uint32_t *ports;
	uint32_t nr;
	uint64_t timeout;
} doze;

static void (*pause)(void);

/* Until somebody types, or a little while */
static void wait(void)
{
	uint32_t port = si->console_evtchn;

	doze.ports = &si->console_evtchn;
	doze.nr = 1;
	doze.timeout = __atomic_load_n(&shared_page[SHARED_TIME], __ATOMIC_SEQ_CST) + DOZE_NS;
	if (pause)
		pause();
	else
		call(SCHED_OP, 3, PTR(&doze), 0, 0);
	if (fifo_word)
		__atomic_and_fetch(fifo_word, ~(1U << 31), __ATOMIC_SEQ_CST);
	else
		__atomic_and_fetch(&shared_page[SHARED_PENDING + port / 64],
				   ~(1UL << (port % 64)), __ATOMIC_SEQ_CST);
}

/* The Xen that is replaced has another version. */
static bool xen_is(const char *version)
{
	char now[16] = "";
	int i;

	call(XEN_VERSION, 1, PTR(now), 0, 0);
	for (i = 0; i < 16; i++)
		if (now[i] != version[i])
			return false;
	return true;
}

static bool asked_to_go(void)
{
	bool go = false;

	while (console->in_cons != look(&console->in_prod))
		go |= console->in[console->in_cons++ % sizeof(console->in)] == 'g';
	flush();
	return go;
}

/* --- page tables ---------------------------------------------------------- */

static long mmuext(uint32_t cmd, uint64_t mfn)
{
	struct {
		uint32_t cmd;
		uint64_t mfn, arg;
	} op = { cmd, mfn, 0 };

	return call(MMUEXT_OP, PTR(&op), 1, 0, DOMID_SELF);
}

static long pin(int level, const void *table)
{
	return mmuext(level - 1, mfn_of(table));
}

static long unpin(const void *table)
{
	return mmuext(4, mfn_of(table));
}

static long own(const void *page, uint64_t flags)
{
	return map(page, mfn_of(page) << 12 | flags);
}

/* Bits 0 to 2 of @ptr: 0 for an entry of a page table, 1 for the M2P. */
static long mmu_update(uint64_t ptr, uint64_t val)
{
	uint64_t op[2] = { ptr, val };

	return call(MMU_UPDATE, PTR(op), 1, 0, DOMID_SELF);
}

/* --- grants --------------------------------------------------------------- */

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

static struct grant grants[FILL(struct grant, GRANT_FRAMES)] ALIGNED;
static uint64_t grant_mfn[GRANT_FRAMES];

static void grow_grants(unsigned int nr)
{
	struct {
		uint16_t domid;
		uint32_t nr;
		int16_t status;
		uint64_t *frames;
	} op = { DOMID_SELF, nr, 0, grant_mfn };
	unsigned int i;

	call(GRANT_TABLE_OP, 2, PTR(&op), 1, 0);
	if (op.status)
		say("BAD", "setup of the grant table", op.status);
	for (i = 0; i < nr; i++)
		map(&grants[i * GRANTS], grant_mfn[i] << 12 | PTE_TABLE);
}

static void grant(uint32_t ref, uint64_t mfn)
{
	grants[ref].domid = own_id;
	grants[ref].frame = mfn;
	__asm__ volatile("mfence" ::: "memory");
	grants[ref].flags = 1;
}

static struct map map_grant(uint32_t ref, uint32_t flags, const void *host)
{
	struct map op = { .host = PTR(host), .flags = flags, .ref = ref, .domid = own_id };

	call(GRANT_TABLE_OP, 0, PTR(&op), 1, 0);
	if (op.status)
		say("BAD", "mapping of a grant", op.status);
	return op;
}

static long unmap_grant(const struct map *m)
{
	struct unmap op = { m->flags & MAP_HOST ? m->host : 0,
			    m->flags & MAP_DEVICE ? m->bus : 0, m->handle, 0 };
	long rc = call(GRANT_TABLE_OP, 1, PTR(&op), 1, 0);

	return rc ? rc : op.status;
}

/* --- device-map: references that only the table of mappings knows --------- */

static uint64_t leaf[FILL(uint64_t, 1)] ALIGNED, data[FILL(uint64_t, 1)] ALIGNED;
static struct map leaf_map, leaf_map_2, data_map;

static void device_map_before(void)
{
	grow_grants(1);
	grant(8, mfn_of(leaf));
	grant(9, mfn_of(data));
	leaf_map = map_grant(8, MAP_DEVICE, NULL);
	leaf_map_2 = map_grant(8, MAP_DEVICE, NULL);
	data_map = map_grant(9, MAP_DEVICE | MAP_READONLY, NULL);
}

/* While the guest has it mapped writable: the page that must not become a table. */
static bool try_to_write(void)
{
	long rc = pin(1, leaf);

	judge(rc, "what the guest may write to cannot be a page table", rc);
	if (rc)
		return false;
	leaf[0] = mfn_of(data) << 12 | PTE_TABLE;
	say("BAD", "the guest has written to a page table", leaf[0]);
	return true;
}

static void device_map_after(void)
{
	long rc = unmap_grant(&leaf_map);

	judge(!rc, "the first mapping can be given up", rc);
	if (try_to_write())
		return;
	own(leaf, PTE_RO);
	rc = pin(1, leaf);
	judge(rc, "nor what a device may write to", rc);
	rc = unmap_grant(&leaf_map_2);
	judge(!rc, "the second mapping, too", rc);
	rc = pin(1, leaf);
	judge(!rc, "then the page can become one", rc);
	rc = unmap_grant(&data_map);
	judge(!rc, "a read-only mapping, too", rc);
	own(data, PTE_RO);
	rc = pin(1, data);
	judge(!rc, "whose page is still there", rc);
}

/* --- grants: of everything that may be granted ---------------------------- */

static struct map shared_map, frame_map;
static char window[PAGE] ALIGNED;

static void grants_before(void)
{
	grow_grants(2);
	grant(8, si->shared_info >> 12);
	grant(9, grant_mfn[1]);
	shared_map = map_grant(8, MAP_DEVICE, NULL);
	frame_map = map_grant(9, MAP_HOST | MAP_DEVICE, window);
}

static void grants_after(void)
{
	long rc = unmap_grant(&shared_map);

	judge(!rc, "a mapping of the shared page is there", rc);
	rc = unmap_grant(&frame_map);
	judge(!rc, "and one of a grant frame", rc);
	rc = own(window, PTE_TABLE);
	judge(!rc, "whose window is the guest's again", rc);
}

/* --- stale: a mapping that the guest has overwritten, of a page that is gone -- */

static char given_up[PAGE] ALIGNED;
static struct map stale_map;

static void stale_before(void)
{
	uint64_t mfn = mfn_of(given_up);
	struct {
		uint64_t *extents, nr;
		uint32_t order, flags;
		uint16_t domid;
	} op = { &mfn, 1, 0, 0, DOMID_SELF };
	long rc;

	grow_grants(1);
	grant(8, mfn);
	stale_map = map_grant(8, MAP_HOST, window);
	own(window, PTE_TABLE);
	map(given_up, 0);
	rc = call(MEMORY_OP, 1, PTR(&op), 0, 0);
	if (rc != 1)
		say("BAD", "a page could not be given up", rc);
}

static void stale_after(void)
{
	long rc = unmap_grant(&stale_map);

	judge(rc, "what is not mapped cannot be unmapped", rc);
}

/* --- linear: page tables that map each other ------------------------------ */

/* Pair 0: the first refers to the second; 1: the other way round; 2: as 0, unpinned */
#define PAIRS			3

static uint64_t table[3][PAIRS][2][FILL(uint64_t, 1)] ALIGNED;

static void linear_before(void)
{
	int level, pair;

	for (level = 2; level <= 4; level++)
		for (pair = 0; pair < PAIRS; pair++) {
			uint64_t *from = table[level - 2][pair][pair == 1];
			uint64_t *to = table[level - 2][pair][pair != 1];

			from[5] = mfn_of(to) << 12 | PTE_RO;
			from[7] = mfn_of(from) << 12 | PTE_RO;
			own(from, PTE_RO);
			own(to, PTE_RO);
			if (pin(level, to) || pin(level, from))
				say("BAD", "a table cannot be pinned, level", level);
			if (pair == 2 && unpin(to))
				say("BAD", "a table cannot be unpinned, level", level);
		}
}

static void linear_after(void)
{
	int level, pair, n;
	long writable = 0, stuck = 0;

	for (level = 0; level < 3; level++)
		for (pair = 0; pair < PAIRS; pair++)
			for (n = 0; n < 2; n++)
				writable += !own(table[level][pair][n], PTE_TABLE);
	judge(!writable, "no page table can be mapped writable", writable);
	for (level = 0; level < 3; level++)
		for (pair = 0; pair < PAIRS; pair++) {
			stuck += !!unpin(table[level][pair][pair == 1]);
			if (pair != 2)
				stuck += !!unpin(table[level][pair][pair != 1]);
		}
	judge(!stuck, "all that was pinned can be unpinned", stuck);
	for (level = 0; level < 3; level++)
		for (pair = 0; pair < PAIRS; pair++)
			for (n = 0; n < 2; n++)
				stuck += !!own(table[level][pair][n], PTE_TABLE);
	judge(!stuck, "and is ordinary memory then", stuck);
}

/* --- ports: for whoever may come ------------------------------------------ */

static const uint16_t anybody[] = { 0, 1, 0x7fef, 0x7ff0, 0x7ff1, 0x7ff2, 0x7ff4, 0x7fff,
				    0x8000, 0xffff };
static uint32_t port[ARRAY_SIZE(anybody)];

static uint16_t unbound_for(uint32_t of)
{
	struct {
		uint16_t dom;
		uint32_t port, status, vcpu;
		uint16_t remote, pad[3];
	} op = { .dom = DOMID_SELF, .port = of };
	long rc = call(EVENT_CHANNEL_OP, 5, PTR(&op), 0, 0);

	if (rc || op.status != 1)
		say("BAD", "a port is not unbound", rc ? rc : op.status);
	return op.remote;
}

static void new_port(unsigned int i)
{
	struct {
		uint16_t dom, remote;
		uint32_t port;
	} op = { DOMID_SELF, anybody[i], 0 };
	long rc = call(EVENT_CHANNEL_OP, 6, PTR(&op), 0, 0);

	if (rc)
		say("BAD", "no port", rc);
	port[i] = op.port;
}

static void ports_before(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(anybody); i++)
		new_port(i);
}

static void ports_after(void)
{
	unsigned int i, wrong = 0;

	for (i = 0; i < ARRAY_SIZE(anybody); i++)
		wrong += unbound_for(port[i]) !=
			 (anybody[i] == DOMID_SELF ? own_id : anybody[i]);
	judge(!wrong, "each port waits for the same domain", wrong);
}

/* --- edge: a hypercall that returns to no address ------------------------- */

static uint64_t edge_l3[FILL(uint64_t, 1)] ALIGNED, edge_l2[FILL(uint64_t, 1)] ALIGNED;
static uint64_t edge_l1[FILL(uint64_t, 1)] ALIGNED;
static uint8_t edge_code[PAGE] ALIGNED;

static void edge_pause(void)
{
	edge_call(3, &doze);
}

static void edge_before(void)
{
	const struct {
		uint8_t vector, flags;
		uint16_t cs;
		uint64_t address;
	} traps[] = { { 13, 0, KERNEL_CS, PTR(no_way_back) }, { 0, 0, 0, 0 } };
	long rc;

	edge_code[PAGE - 2] = 0x0f;	/* syscall */
	edge_code[PAGE - 1] = 0x05;
	edge_l1[511] = mfn_of(edge_code) << 12 | PTE_RO;
	edge_l2[511] = mfn_of(edge_l1) << 12 | PTE_TABLE;
	edge_l3[511] = mfn_of(edge_l2) << 12 | PTE_TABLE;
	own(edge_l1, PTE_RO);
	own(edge_l2, PTE_RO);
	own(edge_l3, PTE_RO);
	call(SET_TRAP_TABLE, PTR(traps), 0, 0, 0);
	rc = mmu_update((mfn_of((void *)si->pt_base) << 12) + 255 * 8,
			mfn_of(edge_l3) << 12 | PTE_TABLE);
	if (rc)
		say("BAD", "no page at the edge", rc);
	pause = edge_pause;
}

static void edge_after(void)
{
	judge(true, "the guest is still there", 0);
}

/* --- m2p: no two pages have numbers that follow each other ----------------- */

static void m2p_go(void)
{
	uint64_t pfn, wrong = 0;

	for (pfn = 0; pfn < si->nr_pages; pfn++)
		wrong += !!mmu_update(p2m[pfn] << 12 | 1, si->nr_pages - pfn);
	if (wrong)
		say("BAD", "numbers could not be set", wrong);
}

static void m2p_after(void)
{
	uint64_t pfn, wrong = 0;

	for (pfn = 0; pfn < si->nr_pages; pfn++)
		wrong += __atomic_load_n(&M2P[p2m[pfn]], __ATOMIC_SEQ_CST) !=
			 si->nr_pages - pfn;
	judge(!wrong, "the machine to physical table says what it said", wrong);
}

/* --- grow: as much of everything as there is ------------------------------- */

struct regs {
	uint64_t general[15];
	uint32_t error, vector;
	uint64_t rip;
	uint16_t cs, pad_cs;
	uint32_t pad_mask;
	uint64_t flags, rsp, ss, es, ds, fs, gs;
};

struct context {
	uint8_t fpu[512];
	uint64_t flags;
	struct regs user;
	uint64_t traps[512], ldt_base, ldt_ents, gdt_frames[16], gdt_ents, kernel_ss, kernel_sp;
	uint64_t ctrl[8], debug[8], event, failsafe, syscall, assist, fs, gs_kernel, gs_user;
};

#define WORDS			1024U	/* of an event array page */
#define MAX_PORTS		131072U
#define MAPS_PER_GRANT		100U
#define BATCH			64U

static uint32_t event_array[FILL(uint32_t, MAX_PORTS / WORDS)] ALIGNED;
static char control_block[FILL(char, 1)] ALIGNED;
static struct context context;
static char vcpu_stack[1024];
static long grown_ports, grown_maps, grown_vcpus;

static void grow_vcpus(void)
{
	uint16_t cs;
	uint16_t ss;
	uint32_t id;

	__asm__("mov %%cs, %0" : "=r"(cs));
	__asm__("mov %%ss, %0" : "=r"(ss));
	context.flags = 4 | 32;		/* in the kernel, online */
	context.user.rip = PTR(other_vcpu);
	context.user.cs = cs;
	context.user.ss = ss;
	context.user.rsp = PTR(vcpu_stack + sizeof(vcpu_stack));
	context.kernel_ss = ss;
	context.kernel_sp = context.user.rsp;
	context.ctrl[3] = mfn_of((void *)si->pt_base) << 12;
	for (id = 1; !call(VCPU_OP, 0, id, PTR(&context), 0); id++)
		grown_vcpus += !call(VCPU_OP, 1, id, 0, 0);
}

static void grow_ports(void)
{
	struct {
		uint64_t mfn;
		uint32_t offset, vcpu;
		uint8_t bits;
	} init = { mfn_of(control_block), 0, 0, 0 };
	unsigned int i;

	/* Nobody looks at what is linked. */
	for (i = 0; i < MAX_PORTS; i++)
		event_array[i] = 1U << 30;
	if (call(EVENT_CHANNEL_OP, 11, PTR(&init), 0, 0))
		say("BAD", "no FIFO delivery", 0);
	for (i = 0; i < MAX_PORTS / WORDS; i++) {
		uint64_t mfn = mfn_of(&event_array[i * WORDS]);

		if (call(EVENT_CHANNEL_OP, 12, PTR(&mfn), 0, 0))
			break;
	}
	fifo_word = &event_array[si->console_evtchn];
	for (;;) {
		struct {
			uint16_t dom, remote;
			uint32_t port;
		} op = { DOMID_SELF, DOMID_SELF, 0 };

		if (call(EVENT_CHANNEL_OP, 6, PTR(&op), 0, 0))
			break;
		grown_ports++;
	}
}

static void grow_maps(void)
{
	static struct map op[BATCH];
	uint32_t ref = 8, left = MAPS_PER_GRANT, i;

	grow_grants(GRANT_FRAMES);
	grant(ref, mfn_of(data));
	for (;;) {
		for (i = 0; i < BATCH; i++, left--) {
			if (!left) {
				grant(++ref, mfn_of(data));
				left = MAPS_PER_GRANT;
			}
			op[i] = (struct map){ .flags = MAP_DEVICE | MAP_READONLY, .ref = ref,
					      .domid = own_id };
		}
		call(GRANT_TABLE_OP, 0, PTR(op), BATCH, 0);
		for (i = 0; i < BATCH && !op[i].status; i++)
			grown_maps++;
		if (i < BATCH || ref == GRANTS * GRANT_FRAMES - 2)
			break;
	}
}

static void grow_go(void)
{
	grow_vcpus();
	grow_ports();
	grow_maps();
	say("has", "vCPUs", grown_vcpus);
	say("has", "ports", grown_ports);
	say("has", "mappings", grown_maps);
}

static void grow_after(void)
{
	long rc;

	judge(fifo_word, "the guest is still there", grown_ports);
	own(data, PTE_RO);
	rc = pin(1, data);
	judge(!rc, "its page can be a page table", rc);
}

/* --- xenoprof: pages of Xen that are no grant table ----------------------- */

static void xenoprof_before(void)
{
	struct {
		int32_t samples, nbuf, size;
		uint64_t maddr;
	} op = { 100, 0, 0, 0 };
	long rc = call(XENOPROF_OP, 14, PTR(&op), 0, 0);

	if (rc)
		say("BAD", "no buffer", rc);
	rc = map(window, (op.maddr & ~(PAGE - 1)) | PTE_TABLE);
	if (rc)
		say("BAD", "the buffer cannot be mapped", rc);
}

/* --- iomem: I/O memory that it was allowed to use once ---------------------- */

#define VGA			0xa0UL

static void iomem_before(void)
{
	long rc = map(window, VGA << 12 | PTE_TABLE | PTE_UNCACHED);

	if (rc)
		say("BAD", "I/O memory cannot be mapped", rc);
}

static void iomem_after(void)
{
	long rc = map(data, VGA << 12 | PTE_TABLE | PTE_UNCACHED);

	judge(rc, "it cannot be mapped any more", rc);
	rc = own(window, PTE_TABLE);
	judge(!rc, "and the mapping that was there can go", rc);
}

/* -------------------------------------------------------------------------- */

static const struct attack {
	const char *name;
	void (*before)(void);
	void (*go)(void);
	void (*after)(void);
} attacks[] = {
	{ "device-map", device_map_before, NULL, device_map_after },
	{ "grants", grants_before, NULL, grants_after },
	{ "stale", stale_before, NULL, stale_after },
	{ "linear", linear_before, NULL, linear_after },
	{ "ports", ports_before, NULL, ports_after },
	{ "edge", edge_before, NULL, edge_after },
	{ "m2p", NULL, m2p_go, m2p_after },
	{ "grow", NULL, grow_go, grow_after },
	{ "xenoprof", xenoprof_before, NULL, NULL },
	{ "iomem", iomem_before, NULL, iomem_after },
};

static bool starts_with(const char *s, const char *word)
{
	while (*word)
		if (*s++ != *word++)
			return false;
	return *s == ' ' || !*s;
}

static const struct attack *find_attack(void)
{
	const char *s;
	unsigned int i;

	for (s = si->cmd_line; *s; s++)
		for (i = 0; i < ARRAY_SIZE(attacks); i++)
			if (starts_with(s, attacks[i].name))
				return &attacks[i];
	return NULL;
}

static void find_console(void)
{
	uint64_t pfn;

	for (pfn = 0; p2m[pfn] != si->console_mfn; pfn++)
		;
	console = (void *)(pfn * PAGE);
}

/* A port that waits for the domain itself tells who that is. */
static void find_own_id(void)
{
	struct {
		uint16_t dom, remote;
		uint32_t port;
	} op = { DOMID_SELF, DOMID_SELF, 0 };

	call(EVENT_CHANNEL_OP, 6, PTR(&op), 0, 0);
	own_id = unbound_for(op.port);
	call(EVENT_CHANNEL_OP, 3, PTR(&op.port), 0, 0);
}

void hostile(const void *start)
{
	char version[16] = "";
	const struct attack *a;

	si = start;
	p2m = (const void *)si->mfn_list;
	find_console();
	a = find_attack();
	name = a ? a->name : "?";
	find_own_id();
	map(shared_page, si->shared_info | PTE_TABLE);
	if (a && a->before)
		a->before();
	call(XEN_VERSION, 1, PTR(version), 0, 0);
	say("ready", NULL, 0);
	for (;;) {
		wait();
		if (a && asked_to_go()) {
			if (a->go)
				a->go();
			say("gone", NULL, 0);
		}
		if (xen_is(version))
			continue;
		if (a && a->after)
			a->after();
		say("done", NULL, 0);
		call(XEN_VERSION, 1, PTR(version), 0, 0);
		a = NULL;
	}
}
