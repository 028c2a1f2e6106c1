// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Command lines
 *
 * Command lines for Xen and for dom0's kernel: finding and dropping words, and composing
 * a line. Of two words that contradict each other, Xen and Linux take the last.
 */
#include "cmdline.h"

/* All text after the first separator is for dom0's kernel, including further separators. */
#define SEPARATOR	" -- "

static const char *cmdline_own_end(const char *cmdline)
{
	const char *end = strstr(cmdline, SEPARATOR);

	return end ?: cmdline + strlen(cmdline);
}

const char *xlu_cmdline_for_dom0(const char *cmdline)
{
	const char *end = cmdline_own_end(cmdline);

	/* The separator without its first three characters is a space. */
	return *end ? end + strlen(SEPARATOR) - 1 : end;
}

static const char *cmdline_word_end(const char *word)
{
	size_t len = strcspn(word, " ");

	return word + len;
}

void xlu_cmdline_drop(char *cmdline, const char *start)
{
	char *word = cmdline + strspn(cmdline, " ");
	size_t len = strlen(start);

	while (word < cmdline_own_end(cmdline)) {
		char *next = (char *)cmdline_word_end(word);

		next += strspn(next, " ");
		if (strncmp(word, start, len))
			word = next;
		else if (word == cmdline && !strncmp(next, SEPARATOR + 1, strlen(SEPARATOR + 1)))
			/* The separator keeps the space before it. */
			memmove(word, next - 1, strlen(next - 1) + 1);
		else
			memmove(word, next, strlen(next) + 1);
	}
}

/* Set the decimal, negative or hexadecimal number at @item to 0, up to the next comma. */
static bool cmdline_clear_number(char *item)
{
	size_t len = strcspn(item, ", ");

	if (*item != '-' && (*item < '0' || *item > '9'))
		return false;
	if (strspn(item, "0") == len)
		return false;
	memset(item, '0', len);
	return true;
}

bool xlu_cmdline_no_microcode(char *cmdline)
{
	const char *end = cmdline_own_end(cmdline);
	char *word = cmdline;
	bool found = false;

	while (word < end) {
		char *item = word + strlen("ucode=");
		size_t len = strcspn(word, " ");

		if (!strncmp(word, "ucode=", strlen("ucode="))) {
			while (item < word + len) {
				found |= cmdline_clear_number(item);
				item += strcspn(item, ", ") + 1;
			}
		}
		word += len + strspn(word + len, " ");
		if (!len && !*word)
			break;
	}
	return found;
}

/* The next word of Xen's own part that begins with @start, from @word on; NULL if none. */
static const char *cmdline_next(const char *cmdline, const char *word, const char *start)
{
	const char *end = cmdline_own_end(cmdline);

	for (; word < end; word = cmdline_word_end(word)) {
		word += strspn(word, " ");
		if (word < end && !strncmp(word, start, strlen(start)))
			return word;
	}
	return NULL;
}

bool xlu_cmdline_has_with(const char *cmdline, const char *start, char c)
{
	const char *word = cmdline;

	while ((word = cmdline_next(cmdline, word, start))) {
		const char *end = cmdline_word_end(word);

		if (memchr(word, c, end - word))
			return true;
		word = end;
	}
	return false;
}

bool xlu_cmdline_has(const char *cmdline, const char *word)
{
	size_t len = strlen(word);

	while ((cmdline = cmdline_next(cmdline, cmdline, word))) {
		if (cmdline_word_end(cmdline) == cmdline + len)
			return true;
		cmdline = cmdline_word_end(cmdline);
	}
	return false;
}

/* Linux takes quoted text as one word. */
static const char *cmdline_linux_word_end(const char *word)
{
	bool quoted = false;

	for (; *word && (quoted || *word != ' '); word++)
		quoted ^= *word == '"';
	return word;
}

/* Set @found to the last word that begins with @start. False if a word "--" ends the search. */
static bool cmdline_find_linux(const char *cmdline, const char *start, const char **found)
{
	size_t len = strlen(start);

	for (cmdline += strspn(cmdline, " "); *cmdline; cmdline += strspn(cmdline, " ")) {
		const char *end = cmdline_linux_word_end(cmdline);

		if (end - cmdline == 2 && !strncmp(cmdline, "--", 2))
			return false;
		if (!strncmp(cmdline, start, len))
			*found = cmdline;
		cmdline = end;
	}
	return true;
}

const char *xlu_cmdline_find(const char *cmdline, const char *xen, const char *start)
{
	const char *found = NULL;

	if (cmdline_find_linux(cmdline, start, &found))
		cmdline_find_linux(xlu_cmdline_for_dom0(xen), start, &found);
	return found;
}

int xlu_cmdline_join(char *out, const char *name, const char *own, const char *text)
{
	int len = snprintf(out, XLU_CMDLINE_SIZE, "%s%s%s%s%s", name, *own ? " " : "", own,
			   *text ? " " : "", text);

	return len < XLU_CMDLINE_SIZE ? 0 : -E2BIG;
}
