// SPDX-License-Identifier: GPL-2.0-only
/*
 * Command lines: what is Xen's, what is dom0's, and that nothing of ours is lost.
 */
#include <string.h>

#include "cmdline.h"
#include "test.h"

static void drop(const char *from, const char *start, const char *want)
{
	char text[256], what[600];

	snprintf(text, sizeof(text), "%s", from);
	xlu_cmdline_drop(text, start);
	snprintf(what, sizeof(what), "command line \"%s\" without %s: \"%s\"", from, start, text);
	verdict(!strcmp(text, want), what);
}

static void no_microcode(const char *from, const char *want)
{
	char text[256], what[600];
	bool found;

	snprintf(text, sizeof(text), "%s", from);
	found = xlu_cmdline_no_microcode(text);
	snprintf(what, sizeof(what), "command line \"%s\" without microcode: \"%s\"", from, text);
	verdict(!strcmp(text, want) && found == !!strcmp(from, want), what);
}

static void has(const char *text, const char *word, bool want)
{
	char what[600];

	snprintf(what, sizeof(what), "command line \"%s\" has %s: %d", text, word, want);
	verdict(xlu_cmdline_has(text, word) == want, what);
}

static void has_with(const char *text, bool want)
{
	char what[600];

	snprintf(what, sizeof(what), "command line \"%s\" has b=...@: %d", text, want);
	verdict(xlu_cmdline_has_with(text, "b=", '@') == want, what);
}

static void for_dom0(const char *text, const char *want)
{
	char what[600];

	snprintf(what, sizeof(what), "command line \"%s\": for dom0 \"%s\"", text, want);
	verdict(!strcmp(xlu_cmdline_for_dom0(text), want), what);
}

static void join(size_t len, int want)
{
	char out[XLU_CMDLINE_SIZE], text[2 * XLU_CMDLINE_SIZE], what[100];
	int ret;

	memset(text, 'x', len);
	text[len] = 0;
	ret = xlu_cmdline_join(out, "xen", "a=b", text);
	snprintf(what, sizeof(what), "command line with a text of %zu bytes: %d", len, want);
	verdict(ret == want && (ret || strlen(out) == strlen("xen a=b ") + len), what);
}

static void find(const char *cmdline, const char *xen, const char *start, const char *want)
{
	const char *found = xlu_cmdline_find(cmdline, xen, start);
	char what[160];

	snprintf(what, sizeof(what), "command line: \"%s\" in \"%s\", Xen's \"%s\"", start,
		 cmdline, xen);
	verdict(want ? found && !strcmp(found, want) : !found, what);
}

/* Options that are taken out or made harmless, and words that are looked for */
static void test_changes(void)
{
	drop("a b=1 c", "b=", "a c");
	drop("b=1 b=2", "b=", "");
	drop("a  b=1", "b=", "a  ");
	drop("ab=1 b=1", "b=", "ab=1 ");
	drop("not-b=1 com1=b=2", "b=", "not-b=1 com1=b=2");
	drop("b=1 -- b=2", "b=", " -- b=2");
	drop("a b=1 -- b=2 c", "b=", "a -- b=2 c");
	drop("", "b=", "");
	drop("   ", "b=", "   ");

	no_microcode("ucode=-1", "ucode=00");
	no_microcode("ucode=0", "ucode=0");
	no_microcode("a ucode=0x2,nmi=0 b ucode=scan,12", "a ucode=000,nmi=0 b ucode=scan,00");
	no_microcode("ucode=scan ucode=nmi=1", "ucode=scan ucode=nmi=1");
	no_microcode("ucode= ucode", "ucode= ucode");
	no_microcode("a=ucode=1 xucode=1 1", "a=ucode=1 xucode=1 1");
	no_microcode("ucode=2 -- ucode=2", "ucode=0 -- ucode=2");
	no_microcode("", "");
	no_microcode("  ", "  ");

	has("a b c", "b", true);
	has("b", "b", true);
	has("ab bc", "b", false);
	has("a b=1", "b", false);
	has("a -- b", "b", false);
	has("", "b", false);
	has("a  b", "b", true);

	has_with("a b=1@2 c", true);
	has_with("b=1 b=@", true);
	has_with("b=1 c@", false);
	has_with("@b=1", false);
	has_with("a -- b=1@2", false);
	has_with("", false);

	for_dom0("a b", "");
	for_dom0("a -- b c", " b c");
	for_dom0("a -- b -- c", " b -- c");
	for_dom0("a --b", "");
}

static void test_find(void)
{
	find("a=1 b=2 c", "", "b=", "b=2 c");
	find("b=1 b=2", "", "b=", "b=2");
	find("  b=1", "", "b=", "b=1");
	find("ab=1 c b", "", "b=", NULL);
	find("", "", "b=", NULL);
	find("   ", "", "b=", NULL);
	/* Linux leaves the rest to init. */
	find("a -- b=1", "", "b=", NULL);
	find("-- b=1", "", "b=", NULL);
	find("b=1 -- b=2", "", "b=", "b=1 -- b=2");
	find("a --b b=1", "", "b=", "b=1");
	find("a --=x b=1", "", "b=", "b=1");
	find("a=\"x -- y\" b=1", "", "b=", "b=1");
	find("a=\"x b=1 y\"", "", "b=", NULL);
	find("a=\"x b=1", "", "b=", NULL);
	/* What Xen adds is read, too, unless it comes behind that. */
	find("a", "b=1 -- c", "b=", NULL);
	find("a", "c -- b=1", "b=", "b=1");
	find("b=1", "c -- b=2", "b=", "b=2");
	find("b=1 --", "c -- b=2", "b=", "b=1 --");
	find("a", "c -- d -- b=1", "b=", NULL);
}

static void test_join(void)
{
	char out[XLU_CMDLINE_SIZE];

	xlu_cmdline_join(out, "xen", "own", "text -- dom0");
	verdict(!strcmp(out, "xen own text -- dom0"), "command line: our words come first");
	xlu_cmdline_join(out, "initrd", "", "");
	verdict(!strcmp(out, "initrd"), "command line: a name alone");
	join(XLU_CMDLINE_SIZE - 1 - strlen("xen a=b "), 0);
	join(XLU_CMDLINE_SIZE - strlen("xen a=b "), -E2BIG);
	join(2 * XLU_CMDLINE_SIZE - 1, -E2BIG);
}

void test_cmdline(void)
{
	test_changes();
	test_find();
	test_join();
}
