// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams of the right form that say something wrong, and what a guest may choose.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xen/lib.h>
#include <public/event_channel.h>
#include "rules.h"
#include "rules_host.h"
#include "rules_in_place.h"
#include "unit.h"

/* The form blames a whole record, that is its header. */
static bool blamed(const struct wrong *t, const struct lu_fault *fault, size_t body)
{
	if (fault->reason != (enum xlu_reason)t->reason || fault->type != t->blame_type)
		return false;
	if (t->type != t->blame_type)
		return true;
	return fault->offset == body + t->blame ||
	       (t->blame == 0 && fault->offset == body - sizeof(struct xen_lu_record));
}

static void test_values(const struct wrong *table, size_t nr)
{
	struct lu_fault fault;
	uint8_t *body;
	struct copy c;
	bool good;
	size_t i;

	for (i = 0; i < nr; i++) {
		const struct wrong *t = &table[i];

		memset(&fault, 0, sizeof(fault));
		c = make(NULL);
		body = sound_record(c.buf, t->type, t->domid, t->vcpu);
		memcpy(body + t->at, &t->value, t->size);
		sound_seal(c.buf);
		good = sound_check(c.buf, c.size, &fault) && blamed(t, &fault, body - c.buf);
		if (!good)
			show(&fault);
		verdict(good, t->name);
		free(c.buf);
	}
}

/* Values that look odd and that a guest may bring about. */
static void test_guests_choice(void)
{
	struct lu_fault fault;
	struct copy c;
	size_t i;
	int rc;

	for (i = 0; i < ARRAY_SIZE(odd); i++) {
		c = make(NULL);
		memcpy((uint8_t *)sound_record(c.buf, odd[i].type, 0, 0) + odd[i].at,
		       &odd[i].value, 8);
		sound_seal(c.buf);
		rc = sound_check(c.buf, c.size, &fault);
		if (rc)
			show(&fault);
		verdict(!rc, odd[i].name);
		free(c.buf);
	}
}

/* What the table above cannot say. */
static void test_tails(void)
{
	struct xen_lu_vcpu_xsave *x;
	struct xen_lu_vcpu_msrs *m;
	struct xen_lu_msr *msr;
	uint64_t *hdr;
	struct copy c;

	c = make(NULL);
	x = sound_record(c.buf, XEN_LU_REC_VCPU_XSAVE, SOUND_GUEST, 1);
	hdr = (uint64_t *)((uint8_t *)(x + 1) + 512);
	hdr[0] = 8;
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU_XSAVE),
		"XSTATE_BV that XCR0 never had");
	hdr[0] = 7;
	hdr[1] = 1ULL << 63;
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_RESERVED_SET, XEN_LU_REC_VCPU_XSAVE),
		"the compact format of XSAVE");
	free(c.buf);

	c = make(NULL);
	m = sound_record(c.buf, XEN_LU_REC_VCPU_MSRS, 0, 0);
	msr = (struct xen_lu_msr *)(m + 1);
	msr[2].value = 1;
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU_MSRS), "an unknown MSR");
	msr[2].value = 0;
	msr[0].value = 1ULL << 32;
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU_MSRS),
		"more bits than an MSR has");
	msr[0].value = 0;
	msr[1].reserved = 1;
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_RESERVED_SET, XEN_LU_REC_VCPU_MSRS),
		"MSR: reserved field");
	free(c.buf);
}

/* A guest in user mode needs a page table for it, and there is one hardware domain. */
static void test_roots_and_domains(void)
{
	struct xen_lu_vcpu_context *ctxt;
	struct xen_lu_domain *dom;
	struct copy c;

	c = make(NULL);
	ctxt = sound_record(c.buf, XEN_LU_REC_VCPU_CONTEXT, SOUND_GUEST, 0);
	ctxt->context.ctrlreg[1] = 0;
	ctxt->context.flags = 0;
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU_CONTEXT),
		"user mode without a page table");
	free(c.buf);

	c = make(NULL);
	dom = sound_record(c.buf, XEN_LU_REC_DOMAIN, SOUND_GUEST, 0);
	dom->domid = 0;
	dom->flags |= XEN_LU_DOMAIN_HWDOM;
	sound_seal(c.buf);
	verdict(sound_check(c.buf, c.size, &(struct lu_fault){ 0 }) != 0,
		"two domains of one name");
	free(c.buf);

	c = make(NULL);
	dom = sound_record(c.buf, XEN_LU_REC_DOMAIN, 0, 0);
	dom->domid = 7;
	dom->flags &= ~XEN_LU_DOMAIN_HWDOM;
	sound_seal(c.buf);
	verdict(sound_check(c.buf, c.size, &(struct lu_fault){ 0 }) != 0, "no hardware domain");
	free(c.buf);
}

/* Everybody who knows the guest calls it so. */
static void test_reserved_domain(void)
{
	struct copy c = make(NULL);
	struct xen_lu_grant_active *active;
	struct xen_lu_pci_device *device;
	struct xen_lu_global_virq *virq;
	struct xen_lu_maptrack *track;
	struct xen_lu_evtchn *evtchn;
	struct xen_lu_domain *dom;

	virq = sound_record(c.buf, XEN_LU_REC_GLOBAL_VIRQ, 0, 0);
	virq[1].domid = 0;
	dom = sound_record(c.buf, XEN_LU_REC_DOMAIN, SOUND_GUEST, 0);
	dom->domid = DOMID_FIRST_RESERVED;
	evtchn = sound_record(c.buf, XEN_LU_REC_EVTCHN, 0, 0);
	evtchn[2].state = EVTCHNSTAT_ipi;
	active = sound_record(c.buf, XEN_LU_REC_GRANT_ACTIVE, 0, 0);
	active[0].domid = 0;
	active[1].domid = 0;
	active[1].trans_domid = DOMID_FIRST_RESERVED;
	track = sound_record(c.buf, XEN_LU_REC_MAPTRACK, 0, 0);
	track->domid = 0;
	track->ref = 8;
	device = sound_record(c.buf, XEN_LU_REC_PCI_DEVICE, 0, 0);
	device[1].domid = 0;
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_BAD_RECORD, XEN_LU_REC_DOMAIN), "a reserved domain");
	free(c.buf);
}

/* Interrupts belong to the hardware domain: ask for the check with a guest's. */
static void test_machine(void)
{
	struct lu_machine m = *sound_machine();
	struct lu_fault fault;
	struct copy c = make(NULL);

	m.xfeatures = 0;
	verdict(lu_content_check(c.buf, &m, &fault) && fault.type == XEN_LU_REC_VCPU,
		"an XSAVE area for a machine without XSAVE");
	m = *sound_machine();
	m.max_grant_version = 1;
	verdict(lu_content_check(c.buf, &m, &fault) && fault.type == XEN_LU_REC_DOMAIN,
		"grants of version 2 for a Xen without");
	m = *sound_machine();
	m.iommu = false;
	verdict(lu_content_check(c.buf, &m, &fault) && fault.type == XEN_LU_REC_HOST,
		"IOMMUs in use for a Xen that is told not to");
	m = *sound_machine();
	m.intremap = false;
	verdict(lu_content_check(c.buf, &m, &fault) && fault.type == XEN_LU_REC_HOST,
		"interrupts that are remapped for a Xen that is told not to");
	m = *sound_machine();
	m.nr_frames = 0x400;
	verdict(lu_content_check(c.buf, &m, &fault) && fault.type == XEN_LU_REC_BOOT_MEMORY,
		"more memory than there is");
	free(c.buf);
}

/* Frames of page tables for vCPUs: no structure has a name for them. */
static void wrong_monitors(void)
{
	static const uint64_t wrong_mfns[] = { SOUND_FRAMES, SOUND_BANK >> 12, 0x520, 0x531 };
	unsigned int i;
	struct copy c;

	for (i = 0; i < ARRAY_SIZE(wrong_mfns); i++) {
		c = make(NULL);
		memcpy((uint8_t *)sound_record(c.buf, XEN_LU_REC_POOL_MONITORS, SOUND_PVH, 0) + 8,
		       &wrong_mfns[i], 8);
		sound_seal(c.buf);
		verdict(refused(&c, XLU_REASON_BAD_RECORD, XEN_LU_REC_POOL_MONITORS),
			"POOL_MONITORS[1] is a wrong frame");
		free(c.buf);
	}
}

/* The other sound stream: types and counts of pages are not derived again. */
static void test_in_place(void)
{
	struct lu_fault fault = { 0 };
	struct lu_machine *m;
	const uint8_t *body;
	uint64_t head;
	struct copy c;

	sound_in_place = true;
	test_sound();
	c = make(NULL);
	body = sound_record(c.buf, XEN_LU_REC_FREE_LISTS, 0, 0);
	memcpy(&head, body + 48, 8);
	verdict(head == 0x710, "FREE_LISTS is read back");
	body = sound_record(c.buf, XEN_LU_REC_IN_PLACE, SOUND_GUEST, 0);
	memcpy(&head, body + 8, 8);
	verdict(head == 0x401, "IN_PLACE is read back");
	body = sound_record(c.buf, XEN_LU_REC_POOL_TABLES, SOUND_PVH, 0);
	memcpy(&head, body + 24, 8);
	verdict(head == 0x524, "POOL_TABLES is read back");
	wrong_monitors();
	m = sound_machine();
	m->owns = NULL;
	verdict(lu_content_check(c.buf, m, &fault) && fault.type == XEN_LU_REC_FRAMES,
		"nobody says whose a frame is");
	free(c.buf);
	test_shapes(shapes_in_place, ARRAY_SIZE(shapes_in_place));
	test_values(wrong_in_place, ARRAY_SIZE(wrong_in_place));
	sound_in_place = false;
}

void test_content(void)
{
	test_values(wrong, ARRAY_SIZE(wrong));
	test_values(wrong_host, ARRAY_SIZE(wrong_host));
	test_guests_choice();
	test_tails();
	test_roots_and_domains();
	test_reserved_domain();
	test_machine();
	test_in_place();
}
