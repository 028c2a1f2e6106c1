// SPDX-License-Identifier: GPL-2.0-only
/*
 * A model of the restore: it allocates what the restore allocates, as large as
 * that does, and indexes it with what the records say, without a check of its own.
 * An accepted stream for which a sanitizer or an assert() objects is a check that
 * is missing.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <xen/lib.h>
#include <public/event_channel.h>
#include <public/grant_table.h>
#include <public/hvm/save.h>
#include "model.h"
#include "sound.h"

#define MAX_DOMAINS	16
#define HANDLES		256	/* per page */

/* Not static: what is read for it has to be read. */
uint64_t model_sink;

struct vcpu {
	uint8_t queue[EVTCHN_FIFO_MAX_QUEUES];
	uint32_t virq_to_evtchn[NR_VIRQS];
	uint8_t runstate[4];
	bool fifo;
};

struct domain {
	const struct xen_lu_domain *rec;
	struct vcpu **vcpu;
	uint8_t *port;			/* states */
	uint32_t nr_ports;
	uint8_t *grant;
	uint32_t nr_grants;
	uint8_t **maptrack;
	uint32_t nr_maptrack;
};

static struct domain domains[MAX_DOMAINS];
uint16_t model_owner[SOUND_FRAMES];

static struct domain *by_id(uint32_t domid)
{
	int i;

	for (i = 0; i < MAX_DOMAINS && domains[i].rec; i++)
		if (domains[i].rec->domid == domid)
			return &domains[i];
	return NULL;
}

static void create(struct domain *d, const struct xen_lu_domain *rec)
{
	uint32_t i;

	d->rec = rec;
	d->vcpu = calloc(rec->max_vcpus, sizeof(*d->vcpu));
	for (i = 0; i < rec->max_vcpus; i++)
		d->vcpu[i] = calloc(1, sizeof(**d->vcpu));
	d->nr_ports = lu_find(rec, XEN_LU_REC_FIFO, NULL) ? EVTCHN_FIFO_NR_CHANNELS : 4096;
	d->port = calloc(d->nr_ports, 1);
}

static void destroy(struct domain *d)
{
	uint32_t i;

	for (i = 0; i < d->rec->max_vcpus; i++)
		free(d->vcpu[i]);
	for (i = 0; i < d->nr_maptrack; i++)
		free(d->maptrack[i]);
	free(d->vcpu);
	free(d->port);
	free(d->grant);
	free(d->maptrack);
	memset(d, 0, sizeof(*d));
}

static void adopt(struct domain *d)
{
	const struct xen_lu_xen_page *page;
	const struct xen_lu_extent *ext;
	unsigned int i, j, nr;

	page = lu_array(d->rec, XEN_LU_REC_XEN_PAGES, struct xen_lu_xen_page, nr);
	for (i = 0; i < nr; i++) {
		assert(!model_owner[page[i].mfn]);
		model_owner[page[i].mfn] = ~0;
	}
	ext = lu_array(d->rec, XEN_LU_REC_PAGES, struct xen_lu_extent, nr);
	for (i = 0; i < nr; i++) {
		for (j = 0; j < ext[i].nr; j++) {
			assert(!model_owner[ext[i].mfn + j]);
			model_owner[ext[i].mfn + j] = d - domains + 1;
		}
	}
}

static void own(const struct domain *d, uint64_t mfn)
{
	assert(mfn < SOUND_FRAMES);
	if (!lu_find(d->rec, XEN_LU_REC_IN_PLACE, NULL))
		assert(model_owner[mfn] == d - domains + 1);
}

/* Pages of Xen that the domain maps are as good. */
static void map(const struct domain *d, uint64_t mfn)
{
	const struct xen_lu_xen_page *page;
	unsigned int i, nr;

	page = lu_array(d->rec, XEN_LU_REC_XEN_PAGES, struct xen_lu_xen_page, nr);
	for (i = 0; i < nr; i++)
		if (page[i].mfn == mfn)
			return;
	own(d, mfn);
}

static void restore_vcpu(struct domain *d, uint32_t id)
{
	const struct xen_lu_vcpu *rec = lu_find_vcpu(d->rec, XEN_LU_REC_VCPU, id, NULL);
	const struct xen_lu_vcpu_context *ctxt =
		lu_find_vcpu(d->rec, XEN_LU_REC_VCPU_CONTEXT, id, NULL);
	const struct xen_lu_vcpu_xsave *x =
		lu_find_vcpu(d->rec, XEN_LU_REC_VCPU_XSAVE, id, NULL);
	const struct xen_lu_vcpu_affinity *cpus =
		lu_find_vcpu(d->rec, XEN_LU_REC_VCPU_AFFINITY, id, NULL);
	uint32_t i;

	for (i = 0; cpus && i < 2 * cpus->words; i++)
		model_sink += ((const uint64_t *)(cpus + 1))[i];
	d->vcpu[id]->runstate[rec->runstate]++;
	if (rec->vcpu_info_mfn != XEN_LU_NO_MFN) {
		map(d, rec->vcpu_info_mfn);
		assert(rec->vcpu_info_offset + sizeof(struct vcpu_info) <= 4096);
	}
	if (!(rec->flags & XEN_LU_VCPU_INITIALISED) || !(d->rec->flags & XEN_LU_DOMAIN_PV))
		return;
	own(d, ctxt->context.ctrlreg[3] >> 12);
	for (i = 0; i < (ctxt->context.gdt_ents + 511) / 512; i++)
		own(d, ctxt->context.gdt_frames[i]);
	assert(x->size >= 576);
}

static void restore_ports(struct domain *d)
{
	const struct xen_lu_evtchn *rec;
	const struct domain *other;
	unsigned int i, nr;

	rec = lu_array(d->rec, XEN_LU_REC_EVTCHN, struct xen_lu_evtchn, nr);
	for (i = 0; i < nr; i++) {
		assert(!d->port[rec[i].port]);
		d->port[rec[i].port] = rec[i].state;
		d->vcpu[rec[i].notify_vcpu]->queue[rec[i].priority]++;
		d->vcpu[rec[i].last_queue >> 16]->queue[rec[i].last_queue & 0xff]++;
		if (rec[i].state == EVTCHNSTAT_virq)
			d->vcpu[rec[i].bound_vcpu]->virq_to_evtchn[rec[i].detail] = rec[i].port;
		if (rec[i].state == EVTCHNSTAT_interdomain) {
			other = by_id(rec[i].remote_domid);
			assert(other && rec[i].detail < other->nr_ports);
		}
	}
}

/* evtchn_close() has a BUG_ON() for what this asserts. */
static void close_ports(const struct domain *d)
{
	const struct xen_lu_evtchn *rec;
	unsigned int i, nr;

	rec = lu_array(d->rec, XEN_LU_REC_EVTCHN, struct xen_lu_evtchn, nr);
	for (i = 0; i < nr; i++)
		if (rec[i].state == EVTCHNSTAT_interdomain)
			assert(by_id(rec[i].remote_domid)->port[rec[i].detail] ==
			       EVTCHNSTAT_interdomain);
}

static void restore_fifo(struct domain *d)
{
	const struct xen_lu_vcpu_fifo *rec;
	const uint64_t *mfn;
	unsigned int i, nr;

	mfn = lu_array(d->rec, XEN_LU_REC_FIFO, uint64_t, nr);
	assert(nr <= 128);
	for (i = 0; i < nr; i++)
		map(d, mfn[i]);
	for (i = 0; i < d->rec->max_vcpus; i++) {
		rec = lu_find_vcpu(d->rec, XEN_LU_REC_VCPU_FIFO, i, NULL);
		if (!rec)
			continue;
		map(d, rec->mfn);
		assert(rec->offset + sizeof(struct evtchn_fifo_control_block) <= 4096);
	}
}

static void create_grants(struct domain *d)
{
	const struct xen_lu_grant *g = lu_find(d->rec, XEN_LU_REC_GRANT, NULL);
	uint32_t i;

	d->nr_grants = g->nr_frames * (g->version == 1 ? 512 : 256);
	d->grant = calloc(d->nr_grants, 1);
	d->maptrack = calloc(d->rec->max_maptrack_frames, sizeof(*d->maptrack));
	d->nr_maptrack = g->maptrack_limit / HANDLES;
	for (i = 0; i < d->nr_maptrack; i++)
		d->maptrack[i] = calloc(HANDLES, 1);
}

static void restore_active(struct domain *d)
{
	const struct xen_lu_grant_active *rec;
	unsigned int i, nr;

	rec = lu_array(d->rec, XEN_LU_REC_GRANT_ACTIVE, struct xen_lu_grant_active, nr);
	for (i = 0; i < nr; i++) {
		d->grant[rec[i].ref]++;
		assert(by_id(rec[i].domid) && rec[i].mfn < SOUND_FRAMES);
		if (rec[i].pin >> 16)
			map(d, rec[i].mfn);
		if (rec[i].trans_domid != DOMID_INVALID)
			by_id(rec[i].trans_domid)->grant[rec[i].trans_ref] |= 0x80;
	}
}

static void restore_maptrack(struct domain *d)
{
	const struct xen_lu_maptrack *rec;
	unsigned int i, nr;

	rec = lu_array(d->rec, XEN_LU_REC_MAPTRACK, struct xen_lu_maptrack, nr);
	for (i = 0; i < nr; i++) {
		d->maptrack[rec[i].handle / HANDLES][rec[i].handle % HANDLES]++;
		assert(by_id(rec[i].domid)->grant[rec[i].ref] & 0x7f);
		assert(d->vcpu[rec[i].vcpu]);
	}
}

static void restore_irqs(struct domain *d)
{
	const struct xen_lu_pirq *rec;
	unsigned int i, nr;

	rec = lu_array(d->rec, XEN_LU_REC_PIRQ, struct xen_lu_pirq, nr);
	for (i = 0; i < nr; i++)
		if (rec[i].flags & XEN_LU_PIRQ_BOUND) {
			assert(d->port[rec[i].port] == EVTCHNSTAT_pirq);
			assert(d->vcpu[rec[i].vcpu]);
		}
}

/* Memory at a place, one at a time */
static void set_entry(struct domain *d, const struct xen_lu_p2m *run, uint32_t i)
{
	assert(run->gfn + i < 1ULL << 36);
	if (run->type == XEN_LU_P2M_RAM_RW || run->type == XEN_LU_P2M_RAM_RO)
		map(d, run->mfn + i);
	else if (run->type != XEN_LU_P2M_MMIO)
		assert(run->mfn + i < SOUND_FRAMES);
}

/* A load of the entry, which Xen indexes with or divides by. */
static void load_device(const struct hvm_save_descriptor *desc, const void *body)
{
	const struct hvm_hw_vpic *pic = body;
	const struct hvm_hw_pci_link *links = body;

	if (desc->typecode == HVM_SAVE_CODE(PIC))
		assert(desc->instance < 2 && pic->is_master == !desc->instance &&
		       pic->priority_add < 8);
	if (desc->typecode == HVM_SAVE_CODE(PCI_LINK))
		assert(links->route[0] < 16);
}

/* hvm_load(): each entry goes to its vCPU. */
static void load_context(struct domain *d, const uint8_t *ctx, uint32_t size)
{
	const struct hvm_save_descriptor *desc = (const void *)ctx;
	const uint8_t *end = ctx + size;
	uint32_t i;

	while (desc->typecode) {
		const uint8_t *body = (const uint8_t *)(desc + 1);
		const struct hvm_hw_lapic *lapic = (const void *)body;
		const struct hvm_msr *m = (const void *)body;

		load_device(desc, body);
		if (desc->typecode != HVM_SAVE_CODE(PIC))
			assert(desc->instance < d->rec->max_vcpus);
		if (desc->typecode == HVM_SAVE_CODE(LAPIC))
			model_sink += 1000 / lapic->timer_divisor;
		for (i = 0; desc->typecode == CPU_MSR_CODE && i < m->count; i++)
			model_sink += m->msr[i].val;
		desc = (const void *)(body + desc->length);
		assert((const uint8_t *)(desc + 1) <= end);
	}
}

static void restore_hvm(struct domain *d)
{
	const struct xen_lu_hvm *hvm = lu_find(d->rec, XEN_LU_REC_HVM, NULL);
	const struct xen_lu_vcpu_hvm *rec;
	const struct xen_lu_p2m *run;
	unsigned int i, j, nr;
	uint32_t size = 0, mode;
	const uint8_t *ctx;

	assert(!hvm == !!(d->rec->flags & XEN_LU_DOMAIN_PV));
	if (!hvm)
		return;
	run = lu_array(d->rec, XEN_LU_REC_P2M, struct xen_lu_p2m, nr);
	for (i = 0; i < nr; i++)
		for (j = 0; j < run[i].nr && j < SOUND_FRAMES; j++)
			set_entry(d, &run[i], j);
	ctx = lu_find(d->rec, XEN_LU_REC_HVM_CONTEXT, &size);
	load_context(d, ctx, size);
	for (i = 0; i < d->rec->max_vcpus; i++) {
		rec = lu_find_vcpu(d->rec, XEN_LU_REC_VCPU_HVM, i, NULL);
		mode = rec->sipi_icr & 0x700;
		if (rec->flags & XEN_LU_VCPU_HVM_SIPI)
			assert(mode == 0x500 || mode == 0x600);
	}
}

static void restore_device_models(struct domain *d)
{
	const struct xen_lu_ioreq_server *server;
	const struct xen_lu_ioreq_vcpu *vcpu;
	const struct xen_lu_ioreq_range *range;
	const struct xen_lu_hvm_pirq *pirq;
	unsigned int i, nr;

	server = lu_array(d->rec, XEN_LU_REC_IOREQ_SERVER, struct xen_lu_ioreq_server, nr);
	for (i = 0; i < nr; i++) {
		assert(server[i].id < XEN_LU_IOREQ_SERVERS);
		assert(server[i].emulator != d->rec->domid);
		if (server[i].mfn != XEN_LU_NO_MFN)
			own(d, server[i].mfn);
		if (server[i].buffered_mfn != XEN_LU_NO_MFN)
			own(d, server[i].buffered_mfn);
	}
	vcpu = lu_array(d->rec, XEN_LU_REC_IOREQ_VCPU, struct xen_lu_ioreq_vcpu, nr);
	for (i = 0; i < nr; i++)
		assert(vcpu[i].server < XEN_LU_IOREQ_SERVERS && vcpu[i].vcpu < d->rec->max_vcpus);
	range = lu_array(d->rec, XEN_LU_REC_IOREQ_RANGE, struct xen_lu_ioreq_range, nr);
	for (i = 0; i < nr; i++)
		assert(range[i].kind < 3 && range[i].first <= range[i].last);
	pirq = lu_array(d->rec, XEN_LU_REC_HVM_PIRQ, struct xen_lu_hvm_pirq, nr);
	for (i = 0; i < nr; i++)
		assert(pirq[i].pirq < 32768 && pirq[i].gsi < 48);
}

static void restore_rest(struct domain *d)
{
	const struct xen_lu_pit *pit = lu_find(d->rec, XEN_LU_REC_PIT, NULL);
	const struct xen_lu_pin *pin;
	unsigned int i, nr;

	for (i = 0; pit && i < 3; i++)
		model_sink += 1000 % pit->channel[i].count;
	pin = lu_array(d->rec, XEN_LU_REC_PINS, struct xen_lu_pin, nr);
	for (i = 0; i < nr; i++)
		own(d, pin[i].mfn);
}

static void take(uint64_t maddr, uint64_t size)
{
	uint64_t mfn;

	assert(size && !((maddr | size) & 0xfff));
	for (mfn = maddr >> 12; mfn < (maddr + size) >> 12; mfn++) {
		assert(!model_owner[mfn]);
		model_owner[mfn] = ~0;
	}
}

static void crash_page(const struct xen_lu_crash_kernel *k, uint64_t maddr)
{
	assert(maddr >= k->area_maddr && maddr - k->area_maddr <= k->area_size - 0x1000);
}

static void restore_crash_kernel(const void *stream)
{
	const struct xen_lu_crash_kernel *k = lu_find(stream, XEN_LU_REC_CRASH_KERNEL, NULL);

	if (!k)
		return;
	take(k->area_maddr, k->area_size);
	take(k->notes_maddr, XEN_LU_CRASH_NOTES_SIZE(k->nr_notes));
	if (!(k->flags & XEN_LU_CRASH_LOADED))
		return;
	crash_page(k, k->entry & ~0xfffULL);
	crash_page(k, k->tables_maddr);
	crash_page(k, k->code_maddr);
	crash_page(k, k->list_maddr);
}

/* Every record's body can be read to its end. */
static void read_all(const void *stream)
{
	struct lu_reader r;

	lu_read_start(&r, stream);
	while (lu_read_next(&r))
		model_sink += lu_crc32c(0, r.body, r.length);
}

/* Each in its pool, which there is. */
static void restore_cpus(const void *stream)
{
	const struct xen_lu_cpupool *pool;
	const struct xen_lu_cpu *cpu;
	unsigned int i, j, nr, nr_pools;

	pool = lu_array(stream, XEN_LU_REC_CPUPOOL, struct xen_lu_cpupool, nr_pools);
	cpu = lu_array(stream, XEN_LU_REC_CPUS, struct xen_lu_cpu, nr);
	assert(nr && !cpu[0].pool && cpu[0].flags == XEN_LU_CPU_ALL);
	for (i = 0; i < nr; i++) {
		for (j = 0; j < nr_pools && pool[j].id != cpu[i].pool; j++)
			;
		assert(j < nr_pools || cpu[i].pool == XEN_LU_NO_POOL);
	}
}

/* What Xen calls and writes is memory of the firmware, all of which it has mapped. */
static bool efi_mapped(const struct xen_lu_efi *efi, uint64_t maddr, uint64_t size)
{
	const struct sound_descriptor *d;
	uint32_t i;

	for (i = 0; i < efi->memmap_size; i += efi->mdesc_size) {
		d = (const void *)(efi + 1) + i;
		if ((d->attribute >> 63 || d->type == 5 || d->type == 6) && maddr >= d->start &&
		    maddr + size > maddr && maddr + size <= d->start + (d->pages << 12))
			return true;
	}
	return false;
}

static void restore_efi(const void *stream)
{
	const struct xen_lu_efi *efi = lu_find(stream, XEN_LU_REC_EFI, NULL);
	const struct xen_lu_efi_rom *rom;
	unsigned int i, nr;

	if (efi && (efi->flags & XEN_LU_EFI_RS))
		assert(efi_mapped(efi, efi->rs, 136));
	rom = lu_array(stream, XEN_LU_REC_EFI_ROMS, struct xen_lu_efi_rom, nr);
	for (i = 0; i < nr; i++)
		if (rom[i].head >= 24)
			assert(efi_mapped(efi, rom[i].maddr - 24, 24 + rom[i].size));
}

static void restore_host(const void *stream)
{
	const struct xen_lu_console *text = lu_find(stream, XEN_LU_REC_CONSOLE, NULL);
	const struct xen_lu_boot_memory *boot;
	const struct xen_lu_bad_page *bad;
	unsigned int i, j, nr;

	if (text && text->size)
		model_sink += ((const uint8_t *)(text + 1))[text->size - 1];
	bad = lu_array(stream, XEN_LU_REC_BAD_PAGES, struct xen_lu_bad_page, nr);
	for (i = 0; i < nr; i++)
		for (j = 0; j < bad[i].nr; j++)
			model_sink += model_owner[bad[i].mfn + j];
	boot = lu_array(stream, XEN_LU_REC_BOOT_MEMORY, struct xen_lu_boot_memory, nr);
	for (i = 0; i < nr; i++)
		model_take_frames(boot[i].mfn, boot[i].nr);
}

static void restore(const void *stream)
{
	static void (*const passes[])(struct domain *) = {
		adopt, create_grants, restore_rest, restore_ports, restore_fifo,
		restore_active, restore_maptrack, restore_irqs, restore_hvm,
		restore_device_models,
	};
	const struct xen_lu_host *host = lu_find(stream, XEN_LU_REC_HOST, NULL);
	const struct xen_lu_domain *dom;
	unsigned int i, n = 0;
	uint32_t v;
	size_t p;

	model_sink += host->stime / (host->tsc_hz / 1000);
	memset(model_owner, 0, sizeof(model_owner));
	restore_crash_kernel(stream);
	model_restore_frames(stream);
	for_each_lu_domain(stream, dom)
		if (n < MAX_DOMAINS)
			create(&domains[n++], dom);
	for (p = 0; p < ARRAY_SIZE(passes); p++)
		for (i = 0; i < n; i++)
			passes[p](&domains[i]);
	for (i = 0; i < n; i++) {
		for (v = 0; v < domains[i].rec->max_vcpus; v++)
			restore_vcpu(&domains[i], v);
		close_ports(&domains[i]);
	}
	restore_host(stream);
	restore_cpus(stream);
	restore_efi(stream);
	assert(by_id(host->dom0_id));
	for (i = 0; i < n; i++)
		destroy(&domains[i]);
}

/**
 * model_run - check a stream, use it if it is accepted
 * @stream: 8-byte aligned
 * @size: bytes that may be read
 * @fault: why not, if it is refused
 *
 * Return: what the check returned.
 */
int model_run(const void *stream, size_t size, struct lu_fault *fault)
{
	int rc;

	memset(fault, 0, sizeof(*fault));
	rc = sound_check(stream, size, fault);
	if (rc) {
		assert(fault->reason != XLU_REASON_NONE);
		return rc;
	}
	read_all(stream);
	restore(stream);
	return 0;
}
