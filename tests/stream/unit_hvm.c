// SPDX-License-Identifier: GPL-2.0-only
/*
 * Contexts of HVM guests, PVH ones among them, with something wrong.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xen/lib.h>
#include <public/hvm/save.h>
#include "unit.h"

static uint32_t guest = SOUND_PVH;

/* The body of an entry of the guest's context */
static void *context_entry(const struct copy *c, uint16_t code, uint16_t vcpu)
{
	uint8_t *ctx = sound_record(c->buf, XEN_LU_REC_HVM_CONTEXT, guest, 0);
	struct hvm_save_descriptor *desc = (void *)ctx;

	while (desc->typecode != code || desc->instance != vcpu) {
		ctx += sizeof(*desc) + desc->length;
		desc = (void *)ctx;
	}
	return desc + 1;
}

static void wrong_context(uint16_t code, size_t at, uint64_t value, size_t size,
			  const char *what)
{
	struct copy c = make(NULL);

	memcpy((uint8_t *)context_entry(&c, code, 0) + at, &value, size);
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_BAD_RECORD, XEN_LU_REC_HVM_CONTEXT), what);
	free(c.buf);
}

/* Where the descriptor is, seen from the body */
#define DESC(field)	(offsetof(struct hvm_save_descriptor, field) - \
			 sizeof(struct hvm_save_descriptor))

static void test_context_form(void)
{
	wrong_context(HVM_SAVE_CODE(HEADER), 0, 0, 4, "context: magic");
	wrong_context(HVM_SAVE_CODE(HEADER), 4, 9, 4, "context: version");
	wrong_context(HVM_SAVE_CODE(HEADER), DESC(length), 8, 4, "context: a short header");
	wrong_context(HVM_SAVE_CODE(CPU), DESC(typecode), 99, 2, "context: an unknown kind");
	wrong_context(HVM_SAVE_CODE(CPU), DESC(typecode), 3, 2, "context: a PIC");
	wrong_context(HVM_SAVE_CODE(CPU), DESC(instance), 2, 2, "context: a vCPU too many");
	wrong_context(HVM_SAVE_CODE(CPU), DESC(length), 8, 4, "context: a short entry");
	wrong_context(HVM_SAVE_CODE(CPU), DESC(length), ~0U, 4, "context: an endless entry");
	wrong_context(HVM_SAVE_CODE(LAPIC), DESC(instance), 1, 2, "context: an entry twice");
	wrong_context(HVM_SAVE_CODE(MTRR), DESC(typecode), 0, 2, "context: an early end");
	wrong_context(HVM_SAVE_CODE(END), DESC(typecode), 20, 2, "context: no end");
	wrong_context(CPU_XSAVE_CODE, DESC(length), 24, 4, "context: no XSAVE area");
	wrong_context(CPU_MSR_CODE, DESC(length), 0, 4, "context: no MSRs");
}

#define WRONG(name, field, value) \
	wrong_context(HVM_SAVE_CODE(name), offsetof(HVM_SAVE_TYPE(name), field), value, \
		      sizeof(((HVM_SAVE_TYPE(name) *)0)->field), \
		      "context: " #name "." #field " = " #value)

static void test_context_values(void)
{
	WRONG(CPU, cr0, 0x80000010);
	WRONG(CPU, cr0, 0x80050023);
	WRONG(CPU, cr0, 0x100000011);
	WRONG(CPU, cr3, 1ULL << 52);
	WRONG(CPU, cr4, 1ULL << 32);
	WRONG(CPU, msr_efer, 0x401);
	WRONG(CPU, msr_efer, 2);
	WRONG(CPU, msr_tsc_aux, 1ULL << 32);
	WRONG(CPU, pending_event, 0x80000100);
	WRONG(CPU, pending_event, 0x80000500);
	WRONG(CPU, pending_event, 0x80001000);
	WRONG(CPU, flags, 2);
	WRONG(CPU, pad0, 1);
	WRONG(LAPIC, apic_base_msr, 0xfee00400);
	WRONG(LAPIC, timer_divisor, 0);
	WRONG(LAPIC, timer_divisor, 256);
	WRONG(PCI_IRQ, pad[1], 1);
	WRONG(PCI_LINK, route[3], 16);
	WRONG(MTRR, msr_mtrr_cap, 9);
	wrong_context(CPU_XSAVE_CODE, 8, 3 | 1ULL << 9, 8, "context: XCR0");
	wrong_context(CPU_XSAVE_CODE, 16, 0xe7, 8, "context: XCR0 with a larger area");
	wrong_context(CPU_XSAVE_CODE, 24 + 512, 8, 8, "context: XSTATE_BV");
	wrong_context(CPU_XSAVE_CODE, 24 + 520, 1ULL << 63, 8, "context: compact XSAVE");
	wrong_context(CPU_XSAVE_CODE, 24 + 568, 1, 8, "context: reserved in XSAVE");
	wrong_context(CPU_MSR_CODE, 0, 3, 4, "context: more MSRs than there are");
	wrong_context(CPU_MSR_CODE, 12, 1, 4, "context: reserved in an MSR");
}

/* An entry that is not there, under the name of another one that nobody misses. */
static void test_context_missing(void)
{
	struct hvm_save_descriptor *desc;
	struct xen_lu_vcpu *vcpu;
	struct copy c = make(NULL);

	desc = (struct hvm_save_descriptor *)context_entry(&c, HVM_SAVE_CODE(END), 0) - 1;
	((struct xen_lu_record *)sound_record(c.buf, XEN_LU_REC_HVM_CONTEXT, SOUND_PVH, 0) -
	 1)->length -= sizeof(*desc);
	sound_seal(c.buf);
	verdict(sound_check(c.buf, c.size, &(struct lu_fault){ 0 }) != 0, "context: cut off");
	free(c.buf);

	c = make(NULL);
	vcpu = sound_record(c.buf, XEN_LU_REC_VCPU, SOUND_PVH, 1);
	vcpu->flags = XEN_LU_VCPU_INITIALISED;
	sound_seal(c.buf);
	verdict(refused(&c, XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU),
		"context: an initialised vCPU has no registers");
	free(c.buf);
}

/* What only a guest with devices has: all of it, and with values of a PC. */
static void test_context_devices(void)
{
	static const uint16_t devices[] = {
		HVM_SAVE_CODE(PIC), HVM_SAVE_CODE(IOAPIC), HVM_SAVE_CODE(PIT),
		HVM_SAVE_CODE(RTC), HVM_SAVE_CODE(HPET), HVM_SAVE_CODE(PMTIMER),
	};
	char what[64];
	unsigned int i;

	guest = SOUND_HVM;
	for (i = 0; i < ARRAY_SIZE(devices); i++) {
		snprintf(what, sizeof(what), "context: device %u twice", devices[i]);
		wrong_context(devices[i], DESC(instance), 2, 2, what);
		snprintf(what, sizeof(what), "context: device %u cut off", devices[i]);
		wrong_context(devices[i], DESC(length), 0, 4, what);
	}
	/* Bits of a byte: how often it is rotated, and that it is the master. */
	wrong_context(HVM_SAVE_CODE(PIC), 4, 0x80, 1, "context: PIC.priority_add = 8");
	wrong_context(HVM_SAVE_CODE(PIC), 5, 0, 1, "context: the first PIC is a slave");
	WRONG(PIT, channels[2].count, 65537);
	WRONG(RTC, cmos_index, 0x80);
	WRONG(PCI_LINK, route[0], 16);
	guest = SOUND_PVH;
}

void test_hvm(void)
{
	test_context_form();
	test_context_values();
	test_context_missing();
	test_context_devices();
}
