// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stands in for the parts of the hypervisor that its checks call. The real machine is
 * unknown, so this one is as large as the stream needs it, with the CPU of Xen 4.17's
 * policies.
 */
#include <stdlib.h>
#include <string.h>
#include <xen/lib.h>
#include "host.h"

#define MSR_PLATFORM_INFO	0xce
#define MSR_ARCH_CAPABILITIES	0x10a

#define GRANT_LIMIT		0x10000
#define XFEATURES		0x2ff	/* x87, SSE, AVX, MPX, AVX512, PKRU */

/* Number of subleaves of a CPUID leaf, 0 if it has none. */
static uint32_t nr_subleaves(uint32_t leaf)
{
	switch (leaf) {
	case 0x4:
		return 6;
	case 0x7:
		return 3;
	case 0xb:
		return 2;
	case 0xd:
		return 63;
	}
	return 0;
}

bool arch_lu_leaf_fits(const xen_cpuid_leaf_t *leaf)
{
	uint32_t nr = nr_subleaves(leaf->leaf);

	if (leaf->leaf == 0x40000000 || leaf->leaf == 0x40000100)
		return true;
	if (!(leaf->a || leaf->b || leaf->c || leaf->d))
		return true;
	if (leaf->leaf >= 0x80000000)
		return leaf->leaf <= 0x80000021;
	if (nr)
		return leaf->subleaf < nr;
	return leaf->leaf <= 0xd;
}

bool arch_lu_policy_msr_fits(uint32_t index)
{
	return index == MSR_PLATFORM_INFO || index == MSR_ARCH_CAPABILITIES;
}

bool arch_lu_msr_fits(uint32_t index, uint64_t value)
{
	static const uint32_t known[] = {
		0x48,		/* SPEC_CTRL */
		0x140,		/* MISC_FEATURES_ENABLES */
		0xc0000103,	/* TSC_AUX */
		0xc001011f,	/* VIRT_SPEC_CTRL */
		0xc0011027, 0xc0011019, 0xc001101a, 0xc001101b, /* DRn_ADDRESS_MASK */
	};
	size_t i;

	if (!value)
		return true;
	for (i = 0; i < ARRAY_SIZE(known); i++)
		if (known[i] == index)
			return value <= UINT32_MAX;
	return false;
}

static uint64_t last_of_crash_kernel(const struct xen_lu_crash_kernel *crash)
{
	uint64_t area = (crash->area_maddr + crash->area_size) >> 12;
	uint64_t notes = (crash->notes_maddr + XEN_LU_CRASH_NOTES_SIZE(crash->nr_notes)) >> 12;

	return area > notes ? area : notes;
}

static uint64_t max_u64(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* Xen's page tables for an HVM domain */
static uint64_t last_of_pool(const struct xen_lu_domain *dom)
{
	const struct xen_lu_pool_tables *tables;
	const uint64_t *mfn;
	unsigned int i, nr;
	uint64_t last = 0;

	tables = lu_array(dom, XEN_LU_REC_POOL_TABLES, struct xen_lu_pool_tables, nr);
	for (i = 0; i < nr; i++)
		last = max_u64(last, tables[i].root_mfn);
	mfn = lu_array(dom, XEN_LU_REC_POOL_MONITORS, uint64_t, nr);
	for (i = 0; i < nr; i++)
		last = max_u64(last, mfn[i]);
	return last;
}

/* Page state in place: last frame that records name or that the frame table has */
static uint64_t last_in_place(const void *stream, const struct xen_lu_frames *f)
{
	uint64_t last = max_u64(max_u64(f->dom_xen_mfn, f->dom_io_mfn), f->max_pdx);
	const struct xen_lu_frame_map *map;
	const struct xen_lu_in_place *rec;
	const struct xen_lu_domain *dom;
	unsigned int i, nr;

	map = lu_array(stream, XEN_LU_REC_FRAME_MAP, struct xen_lu_frame_map, nr);
	for (i = 0; i < nr; i++)
		last = max_u64(last, map[i].mfn + map[i].nr);
	for_each_lu_domain(stream, dom) {
		rec = lu_find(dom, XEN_LU_REC_IN_PLACE, NULL);
		if (rec)
			last = max_u64(last, rec->mfn);
		last = max_u64(last, last_of_pool(dom));
	}
	return last;
}

/* Any frame is accepted: only the frame table has the owner. */
static bool is_frame(const struct xen_lu_domain *dom, uint64_t mfn)
{
	(void)dom;
	(void)mfn;
	return true;
}

/* Last frame that any record names as page of a domain, as page of Xen, or as bad. */
static uint64_t last_frame(const void *stream)
{
	const struct xen_lu_crash_kernel *crash = lu_find(stream, XEN_LU_REC_CRASH_KERNEL, NULL);
	const struct xen_lu_xen_page *page;
	const struct xen_lu_extent *ext;
	const struct xen_lu_boot_memory *boot;
	const struct xen_lu_bad_page *bad;
	const struct xen_lu_domain *dom;
	unsigned int i, nr;
	uint64_t last = crash ? last_of_crash_kernel(crash) : 0;

	bad = lu_array(stream, XEN_LU_REC_BAD_PAGES, struct xen_lu_bad_page, nr);
	for (i = 0; i < nr; i++)
		last = max_u64(last, bad[i].mfn + bad[i].nr);
	boot = lu_array(stream, XEN_LU_REC_BOOT_MEMORY, struct xen_lu_boot_memory, nr);
	for (i = 0; i < nr; i++)
		last = max_u64(last, boot[i].mfn + boot[i].nr);

	for_each_lu_domain(stream, dom) {
		ext = lu_array(dom, XEN_LU_REC_PAGES, struct xen_lu_extent, nr);
		for (i = 0; i < nr; i++)
			if (ext[i].mfn + ext[i].nr > last)
				last = ext[i].mfn + ext[i].nr;
		page = lu_array(dom, XEN_LU_REC_XEN_PAGES, struct xen_lu_xen_page, nr);
		for (i = 0; i < nr; i++)
			if (page[i].mfn > last)
				last = page[i].mfn;
	}
	return last;
}

static void take_banks(struct lu_machine *m, const struct xen_lu_host *host)
{
	uint64_t first, nr;
	int i;

	for (i = 0; i < 2; i++) {
		first = host->bank_maddr[i] >> 12;
		nr = host->bank_size >> 12;
		if (first >= m->nr_frames)
			continue;
		if (nr > m->nr_frames - first)
			nr = m->nr_frames - first;
		lu_frames_take(m->taken, first, nr);
	}
}

/*
 * The layout of the XSAVE area depends on the CPU. Assume that the last component of
 * each area ends at the end of the area.
 */
static void learn_xsave(struct lu_machine *m, const void *stream)
{
	const struct xen_lu_vcpu_xsave *x;
	struct lu_reader r;
	int last;

	lu_read_start(&r, stream);
	while (lu_read_next(&r)) {
		if (r.type != XEN_LU_REC_VCPU_XSAVE)
			continue;
		m->xfeatures = XFEATURES;
		x = r.body;
		if (!(x->xcr0_accum & XFEATURES))
			continue;
		last = 63 - __builtin_clzll(x->xcr0_accum & XFEATURES);
		if (last > 1)
			m->xsave_end[last] = x->size;
	}
}

/**
 * host_machine - describe a machine on which the stream could be restored
 * @m: filled in; host_machine_free() frees its memory
 * @stream: stream that lu_stream_check() has accepted
 *
 * Frames are those of the stream, up to 16 TiB. So only errors that are invalid on every
 * machine are refused.
 *
 * Return: 0, or -1 if there is not enough memory.
 */
int host_machine(struct lu_machine *m, const void *stream)
{
	const struct xen_lu_frames *f = lu_find(stream, XEN_LU_REC_FRAMES, NULL);

	memset(m, 0, sizeof(*m));
	m->nr_frames = last_frame(stream) + 1;
	if (f) {
		m->nr_frames = max_u64(m->nr_frames, last_in_place(stream, f) + 1);
		m->owns = is_frame;
	}
	if (m->nr_frames > 1ULL << 32)
		m->nr_frames = 1ULL << 32;
	m->taken = calloc(LU_MAP_WORDS(m->nr_frames), sizeof(*m->taken));
	m->own = calloc(LU_MAP_WORDS(m->nr_frames), sizeof(*m->own));
	if (!m->taken || !m->own) {
		host_machine_free(m);
		return -1;
	}
	take_banks(m, lu_find(stream, XEN_LU_REC_HOST, NULL));
	m->max_grant_frames = GRANT_LIMIT;
	m->max_maptrack_frames = GRANT_LIMIT;
	m->max_grant_version = 2;
	m->iommu = true;
	m->intremap = true;
	learn_xsave(m, stream);
	return 0;
}

void host_machine_free(struct lu_machine *m)
{
	free(m->taken);
	free(m->own);
	m->taken = NULL;
	m->own = NULL;
}
