// SPDX-License-Identifier: GPL-2.0-only
/*
 * grants - attacks with what a guest has granted, and mapped
 */
#include "guest.h"

/* --- device-map: references that only the table of mappings knows --------- */

static uint64_t leaf[FILL(uint64_t, 1)] ALIGNED;
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

const struct attack attack_device_map = {
	.name = "device-map",
	.before = device_map_before,
	.after = device_map_after,
};

/* --- grants: of everything that may be granted ---------------------------- */

static struct map shared_map, frame_map;

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

const struct attack attack_grants = {
	.name = "grants",
	.before = grants_before,
	.after = grants_after,
};

/* --- stale: a mapping that the guest has overwritten, of a page that is gone  */

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

const struct attack attack_stale = {
	.name = "stale",
	.before = stale_before,
	.after = stale_after,
};
