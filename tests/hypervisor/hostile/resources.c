// SPDX-License-Identifier: GPL-2.0-only
/*
 * resources - attacks with what a guest may have of Xen: ports, vCPUs, grant frames,
 * buffers
 */
#include "guest.h"

/* --- ports: for whoever may come ------------------------------------------ */

static const uint16_t anybody[] = { 0, 1, 0x7fef, 0x7ff0, 0x7ff1, 0x7ff2, 0x7ff4, 0x7fff,
				    0x8000, 0xffff };
static uint32_t port[ARRAY_SIZE(anybody)];

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

const struct attack attack_ports = {
	.name = "ports",
	.before = ports_before,
	.after = ports_after,
};

/* --- grow: as much of everything as there is ------------------------------ */

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

const struct attack attack_grow = {
	.name = "grow",
	.go = grow_go,
	.after = grow_after,
};

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

const struct attack attack_xenoprof = {
	.name = "xenoprof",
	.before = xenoprof_before,
};
