// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finds out what a cold boot starts, by GRUB's configuration.
 *
 * The configuration is a script. Only the form that grub-mkconfig writes is parsed: each
 * entry begins on a line of its own, its closing brace is alone on a line, and "default"
 * is set before the entries. For any other form the result is unknown.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grub.h"

#define MAX_DEPTH	8
#define TEXT		256

/**
 * struct level - a list of entries: the menu, or one of its submenus
 * @nr: entries so far
 * @body: the commands of an entry, not a list
 * @wanted: on the path to the default entry
 */
struct level {
	unsigned int nr;
	bool body;
	bool wanted;
};

/**
 * struct menu - state of the parser
 * @wants: the default, with parts separated by '>'
 * @level: open levels
 * @depth: index of the innermost level
 * @found: what the default entry boots
 * @image: file name of its Xen, as in the configuration
 */
struct menu {
	char wants[TEXT];
	struct level level[MAX_DEPTH];
	unsigned int depth;
	enum grub_boots found;
	char image[TEXT];
};

/* --- texts ----------------------------------------------------------------------- */

/* The part of @wants for this depth; a submenu alone stands for its first entry. */
static void part(char *out, size_t size, const char *wants, unsigned int depth)
{
	while (depth-- && wants) {
		wants = strchr(wants, '>');
		if (wants)
			wants++;
	}
	if (wants)
		snprintf(out, size, "%.*s", (int)strcspn(wants, ">"), wants);
	else
		snprintf(out, size, "0");
}

/* The quoted text after the first @before in @line; empty if there is none. */
static void quoted(char *out, size_t size, const char *line, const char *before)
{
	const char *at = strstr(line, before);
	char quote;

	*out = '\0';
	if (!at)
		return;
	at += strlen(before);
	at += strspn(at, " \t");
	quote = *at;
	if (quote != '\'' && quote != '"')
		return;
	at++;
	snprintf(out, size, "%.*s", (int)strcspn(at, quote == '"' ? "\"" : "'"), at);
}

static bool begins(const char *line, const char *word)
{
	size_t length = strlen(word);

	return !strncmp(line, word, length) && (line[length] == ' ' || line[length] == '\t');
}

/* --- which entry ----------------------------------------------------------------- */

/* A variable that GRUB keeps between boots; empty without one. */
static void read_env(const char *root, const char *name, char *out, size_t size)
{
	char path[TEXT], line[TEXT];
	FILE *file;

	*out = '\0';
	snprintf(path, sizeof(path), "%s/boot/grub/grubenv", root);
	file = fopen(path, "re");
	if (!file)
		return;
	while (!*out && fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, name, strlen(name)) && line[strlen(name)] == '=')
			snprintf(out, size, "%s", line + strlen(name) + 1);
	}
	fclose(file);
}

/* "set default=...": the last one before the entries counts, except for a one-time default. */
static void note_default(struct menu *menu, const char *root, const char *line)
{
	char value[TEXT];

	quoted(value, sizeof(value), line, "set default=");
	if (!strcmp(value, "${next_entry}"))
		return;
	if (!strcmp(value, "${saved_entry}"))
		read_env(root, "saved_entry", value, sizeof(value));
	snprintf(menu->wants, sizeof(menu->wants), "%s", value);
}

static bool is_wanted(const struct menu *menu, unsigned int index, const char *line)
{
	char want[TEXT], title[TEXT], id[TEXT], number[12];

	part(want, sizeof(want), menu->wants, menu->depth);
	quoted(title, sizeof(title), line, begins(line, "submenu") ? "submenu" : "menuentry");
	quoted(id, sizeof(id), line, "$menuentry_id_option");
	snprintf(number, sizeof(number), "%u", index);
	return *want && (!strcmp(want, number) || !strcmp(want, title) || !strcmp(want, id));
}

/* --- reading --------------------------------------------------------------------- */

static void open_level(struct menu *menu, const char *line)
{
	struct level *here = &menu->level[menu->depth];
	struct level next = { .body = true };

	if (!here->body && (begins(line, "menuentry") || begins(line, "submenu"))) {
		next.body = !begins(line, "submenu");
		next.wanted = here->wanted && is_wanted(menu, here->nr, line);
		here->nr++;
	}
	if (next.wanted && next.body)
		menu->found = GRUB_NO_XEN;
	menu->level[++menu->depth] = next;
}

/* In the default entry: the file after "multiboot2". */
static void note_image(struct menu *menu, const char *line)
{
	const struct level *here = &menu->level[menu->depth];

	if (!here->wanted || !here->body || menu->found != GRUB_NO_XEN)
		return;
	if (!begins(line, "multiboot2") && !begins(line, "multiboot"))
		return;
	line += strcspn(line, " \t");
	line += strspn(line, " \t");
	snprintf(menu->image, sizeof(menu->image), "%.*s", (int)strcspn(line, " \t"), line);
	menu->found = GRUB_XEN;
}

/* False if the line does not have the form that grub-mkconfig writes. */
static bool read_line(struct menu *menu, const char *root, char *line)
{
	size_t length;

	line += strspn(line, " \t");
	length = strcspn(line, "\n");
	while (length && (line[length - 1] == ' ' || line[length - 1] == '\t'))
		length--;
	line[length] = '\0';
	if (!strcmp(line, "}"))
		return menu->depth && menu->depth--;
	if (length && line[length - 1] == '{') {
		if (menu->depth + 1 == MAX_DEPTH)
			return false;
		open_level(menu, line);
	} else if (!strncmp(line, "set default=", 12) && !menu->level[0].nr) {
		note_default(menu, root, line);
	} else {
		note_image(menu, line);
	}
	return true;
}

static bool read_menu(struct menu *menu, const char *root, FILE *file)
{
	char *line = NULL, once[TEXT];
	size_t size = 0;
	bool good = true;

	menu->level[0].wanted = true;
	read_env(root, "next_entry", once, sizeof(once));
	while (good && getline(&line, &size, file) >= 0) {
		good = read_line(menu, root, line);
		if (*once)
			snprintf(menu->wants, sizeof(menu->wants), "%s", once);
		else if (!*menu->wants)
			snprintf(menu->wants, sizeof(menu->wants), "0");
	}
	free(line);
	return good;
}

enum grub_boots grub_default(const char *root, char *path, size_t size)
{
	struct menu menu = { .found = GRUB_UNKNOWN };
	char name[TEXT];
	FILE *file;
	bool good;

	*path = '\0';
	snprintf(name, sizeof(name), "%s/boot/grub/grub.cfg", root);
	file = fopen(name, "re");
	if (!file)
		return GRUB_UNKNOWN;
	good = read_menu(&menu, root, file);
	fclose(file);
	if (!good || menu.found != GRUB_XEN)
		return good ? menu.found : GRUB_UNKNOWN;
	/* GRUB's file names are relative to its file system, which may be /boot. */
	snprintf(path, size, "%s%s", root, menu.image);
	if (access(path, F_OK))
		snprintf(path, size, "%s/boot%s", root, menu.image);
	return GRUB_XEN;
}
