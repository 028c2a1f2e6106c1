// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the real stub on a bare machine: plays the old Xen that leaves and the
 * new Xen that is entered, many times over.
 *
 * The command line (qemu -append) tells what to do:
 *	seed=N		start of the random numbers
 *	rounds=N	good handoffs, with everything at random places
 *	refusals=1	one handoff for each way to break one, going back each time
 *	fatal=N		break a handoff in way N that has no way back
 *	patch=OFFSET	where the stub is made to raise an exception
 *	pages=N		size of the blob, otherwise random
 * The stub comes as the first module (qemu -initrd).
 *
 * Lines on the serial port begin with "ok - ", "not ok - " or "# ".
 */
#include "loader.h"

const u8 *stub_file;
u32 stub_size;

static void good_round(u32 number, u32 pages)
{
	struct round r = { .kind = number % NR_KINDS };
	u32 before = failures;
	u64 seed = random_number();

	prepare(&r, pages ? pages : 1 + below(MAX_PAGES), seed);
	if (number == 0)
		r.h->flags |= XLU_HANDOFF_F_VERBOSE;
	if (number % 4 == 3) {
		r.h->flags |= XLU_HANDOFF_F_LIVE;
		r.h->bank_maddr = BANK_START;
		r.h->bank_size = BANK_SIZE;
	}
	seal(r.h);
	check(kexec(kexec_tables(r.h), (u64)r.stub) == 1, "the new Xen is entered");
	check_entered(&r, seed);
	report_cost(&r);
	verdict("handoff", number, before);
}

static void refusal(u32 way, u32 patch)
{
	struct round r = { 0 };
	struct expectation expected;
	u32 before = failures;

	prepare_broken(&r);
	expected = break_it(&r, way, patch);
	check(kexec(kexec_tables(r.h), (u64)r.stub) == 2, "back in the old Xen");
	check(r.h->phase == expected.phase, "phase");
	check(r.h->reason == expected.reason, "reason");
	check(returned.rax == expected.reason && returned.rdi == expected.reason,
	      "reason in rax and rdi");
	check(returned.rsi == (u64)r.h, "header in rsi");
	check(returned.cr3 == (u64)loader_level4 && returned.cr4 == 0x20, "cr3 and cr4");
	check(!(returned.rflags & 0x600), "rflags: IF, DF");
	if (way == 16)
		check(r.h->detail[0] == 6 && r.h->detail[1] == (u64)r.stub + patch,
		      "vector and address of the exception");
	verdict("refusal", way, before);
}

static void no_way_back(u32 way)
{
	struct round r = { 0 };

	prepare_broken(&r);
	if (way == WAY_DAMAGED_RETURN) {
		r.h->return_cr3 = empty_tables();
	} else {
		r.h->flags = 0;
		r.h->return_cr3 = 0;
		r.h->return_rip = 0;
		break_it(&r, way, 0);
	}
	print("# no way back\n");
	kexec(kexec_tables(r.h), (u64)r.stub);
	print("not ok - came back from a fatal refusal\n");
	failures++;
}

static u64 option(const char *cmdline, const char *name, u64 fallback)
{
	u64 value = 0;
	u32 len = 0;

	while (name[len])
		len++;
	for (; *cmdline; cmdline++) {
		if (!same_text(cmdline, name, len) || cmdline[len] != '=')
			continue;
		for (cmdline += len + 1; *cmdline >= '0' && *cmdline <= '9'; cmdline++)
			value = value * 10 + *cmdline - '0';
		return value;
	}
	return fallback;
}

/* @info: Multiboot (version 1) information */
void loader_main(const u32 *info)
{
	const char *cmdline = (const char *)(u64)info[4];
	const u32 *module = (const u32 *)(u64)info[6];
	u64 rounds = option(cmdline, "rounds", 0);
	u64 way = option(cmdline, "fatal", ~0ULL);
	u32 i;

	stub_file = (const u8 *)(u64)module[0];
	stub_size = module[1] - module[0];
	random_begin(option(cmdline, "seed", 1));

	for (i = 0; i < rounds; i++)
		good_round(i, option(cmdline, "pages", 0));
	if (option(cmdline, "refusals", 0)) {
		/* 0 and 1 have no header to go back by */
		for (i = 2; i < NR_CASES; i++)
			refusal(i, option(cmdline, "patch", 0));
	}
	if (way <= WAY_DAMAGED_RETURN)
		no_way_back(way);
	leave();
}
