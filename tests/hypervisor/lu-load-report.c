// SPDX-License-Identifier: GPL-2.0-only
/*
 * lu-load: what a handoff page says.
 */
#include <stdio.h>
#include <string.h>
#include <xen-liveupdate/names.h>

#include "lu-load.h"

void print_result(const struct xlu_handoff *h)
{
	printf("LULOAD phase %s reason %s text \"%.64s\" detail %#llx %#llx\n",
	       xlu_phase_name(h->phase), xlu_reason_name(h->reason), h->text,
	       (unsigned long long)h->detail[0], (unsigned long long)h->detail[1]);
}

void print_records(const struct xlu_handoff *h)
{
	unsigned int i;

	for (i = 0; i < h->nr_records && i < XLU_MAX_RECORD_SUMS; i++)
		printf("LULOAD record %#x: %u in %llu bytes\n", h->record[i].type,
		       h->record[i].nr, (unsigned long long)h->record[i].bytes);
}

/* Each phase that was reached with its length, and the blackout. */
static void print_stamps(const struct xlu_handoff *h)
{
	uint64_t first = h->stamp[XLU_PHASE_OLD_PAUSE], last = h->stamp[XLU_PHASE_NEW_DONE];
	unsigned int i, n;

	if (!h->tsc_khz)
		return;
	for (i = XLU_PHASE_OLD_ENTRY; i < XLU_NR_STAMPS; i = n) {
		for (n = i + 1; n < XLU_NR_STAMPS && !h->stamp[n]; n++)
			;
		if (h->stamp[i] && n < XLU_NR_STAMPS && h->stamp[n] >= h->stamp[i])
			printf("LULOAD took %s %llu us\n", xlu_phase_name(i),
			       (unsigned long long)(h->stamp[n] - h->stamp[i]) * 1000 /
			       h->tsc_khz);
	}
	if (first && last > first)
		printf("LULOAD blackout %llu us\n",
		       (unsigned long long)(last - first) * 1000 / h->tsc_khz);
	printf("LULOAD record types %u skipped %u warnings %#llx nmis %u\n", h->nr_records,
	       h->nr_skipped, (unsigned long long)h->warnings, h->nmis);
	printf("LULOAD page-state %s\n", xlu_page_state_name(h->page_state));
	printf("LULOAD notes %u\n", h->nr_notes);
	for (i = 0; i < h->nr_notes && i < XLU_MAX_NOTES; i++)
		printf("LULOAD note %s domain %u record %#x nr %u error %u\n",
		       xlu_warning_name(h->note[i].warning), h->note[i].domid,
		       h->note[i].type, h->note[i].nr, h->note[i].error);
}

/* Is [@at, @at + @size) reserved, so that mapping it is no accident? */
static int reserved(uint64_t at, uint64_t size)
{
	unsigned long long first, last;
	FILE *f = fopen("/proc/iomem", "re");
	char line[128];
	int found = 0;

	while (f && fgets(line, sizeof(line), f))
		if (strstr(line, "eserved") &&
		    sscanf(line, "%llx-%llx", &first, &last) == 2 &&
		    first <= at && last >= at + size - 1)
			found = 1;
	if (f)
		fclose(f);
	return found;
}

/* A failed update left its page in the staging bank, a good one in the other. */
int do_report(void)
{
	uint64_t start, size, at;
	struct xlu_handoff h;
	int i;

	xen_staging_bank(&start, &size);
	for (i = -1; i <= 1; i++) {
		at = start + i * (int64_t)size;
		if (!reserved(at, size))
			continue;
		memcpy(&h, map_mem(at, sizeof(h)), sizeof(h));
		if (h.magic != XLU_HANDOFF_MAGIC || h.self_maddr != at)
			continue;
		printf("LULOAD page %#llx generation %u blob %llu\n",
		       (unsigned long long)at, h.generation,
		       (unsigned long long)h.blob_size);
		print_result(&h);
		print_stamps(&h);
		print_records(&h);
	}
	return 0;
}
