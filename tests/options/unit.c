// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the hypervisor's comparison of command lines, on the host.
 */
#include <stdio.h>
#include <string.h>

#include <xen/lib.h>

#include "host.h"
#include "options.h"

static int failed;

static void verdict(bool good, const char *what)
{
	printf("%s - %s\n", good ? "ok" : "not ok", what);
	if (!good)
		failed++;
}

/* As in Xen. */
int parse_bool(const char *s, const char *e)
{
	static const char * const yes[] = { "1", "on", "yes", "true", "enable" };
	static const char * const no[] = { "0", "no", "off", "false", "disable" };
	size_t i, len = e ? (size_t)(e - s) : strlen(s);

	for (i = 0; i < ARRAY_SIZE(yes); i++) {
		if (len == strlen(yes[i]) && !strncmp(s, yes[i], len))
			return 1;
		if (len == strlen(no[i]) && !strncmp(s, no[i], len))
			return 0;
	}
	return -1;
}

/* As in Xen: "name", "no-name", "name=<boolean>", or a negative value */
int parse_boolean(const char *name, const char *s, const char *e)
{
	bool negated = !strncmp(s, "no-", 3);
	size_t len = strlen(name), left;

	s += negated ? 3 : 0;
	left = e - s;
	if (left < len || strncmp(s, name, len))
		return -1;
	if (left == len)
		return !negated;
	return negated || s[len] != '=' ? -1 : parse_bool(s + len + 1, e);
}

static const struct {
	const char *text, *cooked;
} cooking[] = {
	{ "xen a=1 b", "a=1 b" },
	{ "  /boot/xen.gz   a", "a" },
	{ "xen", "" },
	{ "", "" },
	{ "xen a -- noapic", "a" },
	{ "xen -- a", "-- a" },
	{ "xen a --  b -- c", "a" },
	{ "xen a --b", "a --b" },
};

static void test_cook(void)
{
	char buf[64], what[160];

	for (size_t i = 0; i < ARRAY_SIZE(cooking); i++) {
		strcpy(buf, cooking[i].text);
		lu_cook_cmdline(buf);
		snprintf(what, sizeof(what), "\"%s\" is \"%s\"", cooking[i].text,
			 cooking[i].cooked);
		verdict(!strcmp(buf, cooking[i].cooked), what);
	}
}

/* @built is built into both; does @name mean something else in @new? */
static const struct {
	const char *built, *old, *new, *name;
	bool changed;
} changes[] = {
	/* switches */
	{ "", "", "", "noapic", false },
	{ "", "", "noapic", "noapic", true },
	{ "", "noapic", "", "noapic", true },
	{ "", "", "noapic=0", "noapic", false },
	{ "", "", "no-noapic", "noapic", false },
	{ "", "", "no-noapic=off", "noapic", true },
	{ "", "", "noapic=perhaps", "noapic", false },
	{ "", "", "noapic noapic=no", "noapic", false },
	{ "", "noapic", "noapic=0 noapic=true", "noapic", false },
	{ "", "", "xsave", "xsave", false },
	{ "", "", "xsave=0", "xsave", true },
	{ "", "", "no-xsave", "xsave", true },
	{ "", "", "xsave=disable xsave", "xsave", false },
	{ "", "", "smt", "smt", true },
	{ "", "smt=1", "smt=yes", "smt", false },
	/* the last one counts */
	{ "", "", "mem=1G", "mem", true },
	{ "", "mem=1G", "mem=2G mem=1G", "mem", false },
	{ "", "mem=1G", "mem=1G mem=2G", "mem", true },
	{ "", "console=com1", "console=com1,vga", "console", true },
	{ "", "mem=1G", "mem", "mem", true },
	{ "", "mem=1G x", "  mem=1G", "mem", false },
	/* all of them count */
	{ "", "", "acpi=off", "acpi", true },
	{ "", "", "no-acpi", "acpi", true },
	{ "", "acpi=off", "no-acpi", "acpi", true },
	{ "", "cpuid=no-avx", "cpuid=no-avx", "cpuid", false },
	{ "", "cpuid=no-avx", "cpuid=no-avx cpuid=no-avx2", "cpuid", true },
	{ "", "cpuid=a cpuid=b", "cpuid=b cpuid=a", "cpuid", true },
	{ "", "ivrs_ioapic[1]=0:1.0", "ivrs_ioapic[2]=0:1.0", "ivrs_ioapic[", true },
	{ "", "ivrs_ioapic[1]=0:1.0", "ivrs_ioapic[1]=0:1.0", "ivrs_ioapic[", false },
	/* domain 0 may use IOMMUs in another way, but nothing else may change */
	{ "", "", "dom0-iommu=strict", "dom0-iommu", false },
	{ "", "dom0-iommu=strict", "dom0-iommu=passthrough", "dom0-iommu", false },
	{ "", "dom0-iommu=no-strict,passthrough=yes", "", "dom0-iommu", false },
	{ "", "", "iommu=dom0-passthrough,dom0-strict", "iommu", false },
	{ "", "", "iommu=verbose", "iommu", true },
	{ "", "iommu=verbose", "iommu=dom0-strict,verbose", "iommu", false },
	{ "", "iommu=verbose iommu=debug", "iommu=verbose,debug", "iommu", false },
	{ "", "iommu=verbose,debug", "iommu=debug,verbose", "iommu", true },
	{ "", "", "dom0-iommu=strict,map-inclusive", "dom0-iommu", true },
	{ "", "", "dom0-iommu=strict=maybe", "dom0-iommu", true },
	{ "", "", "dom0-iommu=stricter", "dom0-iommu", true },
	{ "", "", "iommu", "iommu", true },
	{ "", "", "no-iommu", "iommu", true },
	{ "", "iommu=no", "no-iommu", "iommu", false },
	{ "", "iommu=verbose,", "iommu=verbose", "iommu", true },
	{ "", "", "iommu=quarantine=scratch-page", "iommu", true },
	/* names that only look alike */
	{ "", "", "memory=1G xmem=1G memop-max-order=1", "mem", false },
	{ "", "", "acpi_sleep=s3 acpi[1]=off", "acpi", false },
	{ "", "", "gnttab_max_frames=1", "gnttab", false },
	/* what is built in comes first */
	{ "noapic", "", "no-noapic", "noapic", true },
	{ "noapic", "", "", "noapic", false },
	{ "mem=1G", "", "mem=2G", "mem", true },
	{ "mem=1G", "mem=2G", "", "mem", true },
	{ "mem=1G", "", "mem=1G", "mem", false },
};

static const struct lu_option *option(const char *name)
{
	for (unsigned int i = 0; i < lu_nr_options; i++)
		if (!strcmp(lu_options[i].name, name))
			return &lu_options[i];
	return NULL;
}

static void test_changes(void)
{
	char what[160];

	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		struct lu_cmdline old = { { changes[i].built, changes[i].old } };
		struct lu_cmdline new = { { changes[i].built, changes[i].new } };
		const struct lu_option *o = option(changes[i].name);

		snprintf(what, sizeof(what), "%s: [%s] \"%s\", then \"%s\": %s", changes[i].name,
			 changes[i].built, changes[i].old, changes[i].new,
			 changes[i].changed ? "another" : "the same");
		verdict(o && lu_option_changed(&old, &new, o) == changes[i].changed, what);
	}
}

static const struct {
	const char *text;
	bool strict;
} modes[] = {
	{ "", false },
	{ "dom0-iommu=strict", true },
	{ "dom0-iommu=strict,no-strict", false },
	{ "dom0-iommu=strict dom0-iommu=strict=off", false },
	{ "dom0-iommu=passthrough,strict=1", true },
	{ "iommu=verbose,dom0-strict", true },
	{ "iommu=no-dom0-strict", false },
	{ "dom0-iommu=stricter", false },
};

static void test_modes(void)
{
	char what[160];

	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		struct lu_cmdline line = { { "", modes[i].text } };

		snprintf(what, sizeof(what), "\"%s\": domain 0 is %sstrict", modes[i].text,
			 modes[i].strict ? "" : "not ");
		verdict(lu_option_strict(&line) == modes[i].strict, what);
	}
}

static void test_words(void)
{
	/* Xen keeps 127 characters of a word. */
	char longer[400];
	struct lu_cmdline a = { { "", longer } }, b = { { "", "no-mem=1 sky=blue" } };
	struct lu_words it;
	struct lu_word w;

	memset(longer, 'x', sizeof(longer));
	memcpy(longer, "mem=", 4);
	strcpy(longer + 200, " noapic");
	lu_words_start(&it, &a);
	verdict(lu_words_next(&it, &w) && strlen(lu_word_value(&w)) == LU_WORD_MAX - 5,
		"a word that is too long is cut");
	verdict(lu_words_next(&it, &w) && !strcmp(lu_word_name(&w), "noapic"),
		"and the next one is found");
	verdict(!lu_words_next(&it, &w) && !lu_words_next(&it, &w), "there is no other");

	lu_words_start(&it, &b);
	verdict(lu_words_next(&it, &w) && w.negated && lu_option_of(&w) == option("mem"),
		"the option of a word with no-");
	verdict(lu_words_next(&it, &w) && !lu_option_of(&w), "a word for nobody");
}

int main(void)
{
	test_cook();
	test_changes();
	test_modes();
	test_words();
	return failed != 0;
}
