// SPDX-License-Identifier: GPL-2.0-only
/*
 * main - a PV guest that uses an update of Xen against the host
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
#include "guest.h"

static const struct attack *const attacks[] = {
	&attack_device_map, &attack_grants, &attack_stale,
	&attack_linear, &attack_edge, &attack_m2p, &attack_iomem,
	&attack_ports, &attack_grow, &attack_xenoprof,
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
			if (starts_with(s, attacks[i]->name))
				return attacks[i];
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
