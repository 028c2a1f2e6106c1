// SPDX-License-Identifier: GPL-2.0-only
/*
 * guest - what all attacks of this guest use: hypercalls, console, waiting, page
 * tables and grants
 */
#include "guest.h"

const struct start_info *si;
const uint64_t *p2m;
struct console *console;
const char *name;
uint16_t own_id;
uint64_t data[FILL(uint64_t, 1)] ALIGNED;
char window[PAGE] ALIGNED;

long call(long op, uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	register uint64_t r10 __asm__("r10") = d;
	long rc;

	__asm__ volatile("syscall" : "=a"(rc), "+D"(a), "+S"(b), "+d"(c), "+r"(r10)
			 : "a"(op) : "rcx", "r11", "memory");
	return rc;
}

uint64_t mfn_of(const void *va)
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

void say(const char *what, const char *text, long n)
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

void judge(bool good, const char *text, long n)
{
	say(good ? "ok" : "BAD", text, n);
}

/* --- waiting -------------------------------------------------------------- */

#define DOZE_NS			50000000UL
#define SHARED_TIME		6	/* system time of vCPU 0, in words */
#define SHARED_PENDING		256	/* pending events, in words */

uint64_t shared_page[FILL(uint64_t, 1)] ALIGNED;
uint32_t *fifo_word;

long map(const void *va, uint64_t pte)
{
	return call(UPDATE_VA, PTR(va), pte, 2 /* flush */, 0);
}

struct doze doze;

void (*pause)(void);

/* Until somebody types, or a little while */
void wait(void)
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
bool xen_is(const char *version)
{
	char now[16] = "";
	int i;

	call(XEN_VERSION, 1, PTR(now), 0, 0);
	for (i = 0; i < 16; i++)
		if (now[i] != version[i])
			return false;
	return true;
}

bool asked_to_go(void)
{
	bool go = false;

	while (console->in_cons != look(&console->in_prod))
		go |= console->in[console->in_cons++ % sizeof(console->in)] == 'g';
	flush();
	return go;
}

/* --- ports ------------------------------------------------------------------- */

uint16_t unbound_for(uint32_t of)
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

/* --- page tables ---------------------------------------------------------- */

static long mmuext(uint32_t cmd, uint64_t mfn)
{
	struct {
		uint32_t cmd;
		uint64_t mfn, arg;
	} op = { cmd, mfn, 0 };

	return call(MMUEXT_OP, PTR(&op), 1, 0, DOMID_SELF);
}

long pin(int level, const void *table)
{
	return mmuext(level - 1, mfn_of(table));
}

long unpin(const void *table)
{
	return mmuext(4, mfn_of(table));
}

long own(const void *page, uint64_t flags)
{
	return map(page, mfn_of(page) << 12 | flags);
}

long mmu_update(uint64_t ptr, uint64_t val)
{
	uint64_t op[2] = { ptr, val };

	return call(MMU_UPDATE, PTR(op), 1, 0, DOMID_SELF);
}

/* --- grants --------------------------------------------------------------- */

static struct grant grants[FILL(struct grant, GRANT_FRAMES)] ALIGNED;
uint64_t grant_mfn[GRANT_FRAMES];

void grow_grants(unsigned int nr)
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

void grant(uint32_t ref, uint64_t mfn)
{
	grants[ref].domid = own_id;
	grants[ref].frame = mfn;
	__asm__ volatile("mfence" ::: "memory");
	grants[ref].flags = 1;
}

struct map map_grant(uint32_t ref, uint32_t flags, const void *host)
{
	struct map op = { .host = PTR(host), .flags = flags, .ref = ref, .domid = own_id };

	call(GRANT_TABLE_OP, 0, PTR(&op), 1, 0);
	if (op.status)
		say("BAD", "mapping of a grant", op.status);
	return op;
}

long unmap_grant(const struct map *m)
{
	struct unmap op = { m->flags & MAP_HOST ? m->host : 0,
			    m->flags & MAP_DEVICE ? m->bus : 0, m->handle, 0 };
	long rc = call(GRANT_TABLE_OP, 1, PTR(&op), 1, 0);

	return rc ? rc : op.status;
}
