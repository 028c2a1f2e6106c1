// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: The machine
 *
 * The machine that the next Xen will find: memory map, consoles, and the memory that
 * belongs to dom0 alone.
 */
#include <linux/bitmap.h>
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/pfn.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <xen/xen.h>
#include <asm/xen/page.h>

#include "hcall.h"
#include "machine.h"
#include "report.h"

#define CHUNK_SHIFT	21	/* 2 MiB, the unit in which Xen gives dom0 its memory */
#define CHUNK_PAGES	(1 << (CHUNK_SHIFT - PAGE_SHIFT))
#define COM1_PORT	0x3f8
#define COM2_PORT	0x2f8

/* The p2m has room for all memory that may be plugged in, up to hundreds of GiB. */
static unsigned long machine_end_of_memory(void)
{
	unsigned long end = 0;
	int nid;

	for_each_online_node(nid)
		end = max(end, node_end_pfn(nid));
	return min(end, xen_p2m_size);
}

/*
 * Find the pieces that do not belong to dom0 alone. Xen needs none of dom0's memory
 * while the stub runs, so that an NMI on a stopped CPU still finds its handler.
 */
static int machine_find_others(struct xlu_chunks *others)
{
	unsigned long pfn, mfn, end;
	u16 *owned;
	u32 i;

	owned = kcalloc(XLU_NR_CHUNKS, sizeof(*owned), GFP_KERNEL);
	if (!owned)
		return -ENOMEM;
	end = machine_end_of_memory();
	for (pfn = 0; pfn < end; pfn++) {
		if (!(pfn % (1 << 16)))
			cond_resched();
		mfn = __pfn_to_mfn(pfn);
		if (mfn == INVALID_P2M_ENTRY ||
		    mfn & (FOREIGN_FRAME_BIT | IDENTITY_FRAME_BIT))
			continue;
		if (mfn / CHUNK_PAGES < XLU_NR_CHUNKS)
			owned[mfn / CHUNK_PAGES]++;
	}
	for (i = 0; i < XLU_NR_CHUNKS; i++) {
		if (owned[i] != CHUNK_PAGES)
			__set_bit(i, others->bit);
	}
	kfree(owned);
	return 0;
}

static bool machine_has_word(const char *cmdline, const char *key, const char *word)
{
	const char *p = cmdline;
	size_t len = strlen(key);

	while ((p = strstr(p, key))) {
		const char *end = strchrnul(p, ' ');

		if ((p == cmdline || p[-1] == ' ') &&
		    strnstr(p + len, word, end - p - len))
			return true;
		p = end;
	}
	return false;
}

static u16 machine_find_uart(const char *cmdline)
{
	if (machine_has_word(cmdline, "console=", "com1"))
		return COM1_PORT;
	if (machine_has_word(cmdline, "console=", "com2"))
		return COM2_PORT;
	return 0;
}

/* Memory that an earlier cold update has reserved is free now. */
static int machine_release_earlier(struct xlu_machine *machine)
{
	struct xlu_range_list list;
	u32 i;
	int n;

	xlu_report_reserved(&list);
	for (i = 0; i < list.nr; i++) {
		n = xlu_memmap_release(machine->map, machine->nr, XLU_MAX_MEMMAP,
				       list.range[i].maddr, list.range[i].size);
		if (n < 0)
			return n;
		machine->nr = n;
	}
	return 0;
}

/**
 * xlu_machine_read() - get the description of the machine from Xen
 *
 * Return: the machine, to be freed with xlu_machine_free(), or an ERR_PTR.
 */
struct xlu_machine *xlu_machine_read(void)
{
	struct xlu_machine *machine;
	int ret;

	machine = kvzalloc(sizeof(*machine), GFP_KERNEL);
	if (!machine)
		return ERR_PTR(-ENOMEM);
	ret = xlu_hcall_memmap(machine->map, XLU_MAX_MEMMAP);
	if (ret < 0)
		goto err_free;
	machine->nr = ret;
	ret = xlu_hcall_cmdline(machine->cmdline, sizeof(machine->cmdline));
	if (ret)
		goto err_free;
	machine->uart_port = machine_find_uart(machine->cmdline);
	ret = machine_release_earlier(machine);
	if (!ret)
		ret = machine_find_others(&machine->others);
	if (ret)
		goto err_free;
	return machine;

err_free:
	kvfree(machine);
	return ERR_PTR(ret);
}

void xlu_machine_free(struct xlu_machine *machine)
{
	kvfree(machine);
}
