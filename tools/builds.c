// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finds out which Xen runs, which one ran before, and which one is on the disk.
 *
 * An image is identified by its build id. That is read from the image itself by the
 * driver's parser, as other files in the directory may belong to another image.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/utf8.h"

#include "builds.h"
#include "device.h"
#include "grub.h"
#include "judge.h"

#define KEPT	".gz.old"
#define IMAGE	".gz"

static void copy_text(char *out, size_t size, const __u8 *text, size_t max)
{
	snprintf(out, size, "%.*s", (int)strnlen((const char *)text, max), (const char *)text);
}

void builds_name(struct builds *builds, const struct xen_liveupdate_info *info,
		 const struct xen_liveupdate_report *report)
{
	memset(builds, 0, sizeof(*builds));
	copy_text(builds->running, sizeof(builds->running), info->xen_build_id,
		  sizeof(info->xen_build_id));
	/* Ignore a report that is not about the running Xen. */
	if (!report || report->mode != XEN_LIVEUPDATE_MODE_LIVE ||
	    report->result != XEN_LIVEUPDATE_RESULT_OK ||
	    strncmp((const char *)report->to_build_id, builds->running,
		    sizeof(report->to_build_id)))
		return;
	copy_text(builds->replaced, sizeof(builds->replaced), report->from_build_id,
		  sizeof(report->from_build_id));
}

/* --- images ---------------------------------------------------------------------- */

/* Unlike file_read(), print no error for a file that is not usable. */
static void *read_image(const char *path, size_t *size)
{
	FILE *file = fopen(path, "re");
	void *data = NULL;

	if (!file)
		return NULL;
	if (!fseek(file, 0, SEEK_END) && ftell(file) > 0 && ftell(file) <= (long)XLU_MAX_XEN) {
		*size = (size_t)ftell(file);
		data = malloc(*size);
		rewind(file);
		if (data && fread(data, 1, *size, file) != *size) {
			free(data);
			data = NULL;
		}
	}
	fclose(file);
	return data;
}

static void identify(struct build *build)
{
	struct judged judged;
	size_t size;
	void *data = read_image(build->file, &size);

	build->id[0] = '\0';
	if (data && judge_image(&judged, data, size) == XLU_WHY_NONE)
		snprintf(build->id, sizeof(build->id), "%s", judged.image.build_id);
	free(data);
}

static bool ends(const char *name, const char *end)
{
	size_t length = strlen(name), wanted = strlen(end);

	return length > wanted && !strcmp(name + length - wanted, end);
}

static int is_image(const struct dirent *entry)
{
	return ends(entry->d_name, IMAGE) || ends(entry->d_name, KEPT);
}

/*
 * Take the next image of the packages, of which there may be several. They are sorted by
 * version, and a replaced image follows the current one.
 */
static void take(struct builds *builds, const struct build *build)
{
	const bool kept = ends(build->file, KEPT);

	if (!build->id[0])
		return;
	if (!kept)
		builds->on_disk = *build;
	if (builds->replaced[0] ? !strcmp(build->id, builds->replaced) :
	    kept && strcmp(build->id, builds->running))
		builds->previous = *build;
}

static void find_boot(struct builds *builds, const char *root)
{
	switch (grub_default(root, builds->boots.file, sizeof(builds->boots.file))) {
	case GRUB_XEN:
		identify(&builds->boots);
		builds->boot = !builds->boots.id[0] || !builds->running[0] ? BOOT_UNKNOWN :
			       strcmp(builds->boots.id, builds->running) ? BOOT_OTHER :
									   BOOT_SAME;
		break;
	case GRUB_NO_XEN:
		builds->boot = BOOT_NO_XEN;
		break;
	default:
		builds->boot = BOOT_UNKNOWN;
	}
}

void builds_find(struct builds *builds, const char *root)
{
	struct build build;
	struct dirent **entries;
	char dir[BUILDS_PATH / 2];
	int nr;

	snprintf(dir, sizeof(dir), "%s" BUILDS_DIR, root);
	nr = scandir(dir, &entries, is_image, versionsort);
	for (int i = 0; i < nr; i++) {
		if ((size_t)snprintf(build.file, sizeof(build.file), "%s/%s", dir,
				     entries[i]->d_name) < sizeof(build.file)) {
			identify(&build);
			take(builds, &build);
		}
		free(entries[i]);
	}
	if (nr >= 0)
		free(entries);
	find_boot(builds, root);
}

void builds_probe(struct builds *builds, int fd, const struct xen_liveupdate_info *info)
{
	struct xen_liveupdate_report report;
	bool known = device_peek_report(fd, &report);

	builds_name(builds, info, known ? &report : NULL);
	builds_find(builds, "");
}

/* --- output ---------------------------------------------------------------------- */

static const char * const boot_words[] = {
	[BOOT_UNKNOWN]	= "unknown",
	[BOOT_NO_XEN]	= "no-xen",
	[BOOT_SAME]	= "same",
	[BOOT_OTHER]	= "other",
};

static void put_build(struct json *json, const char *name, const struct build *build)
{
	json_open_object(json, name);
	json_string(json, "file", build->file);
	json_string(json, "build_id", build->id);
	json_close_object(json);
}

void builds_json(struct json *json, const struct builds *builds)
{
	json_open_object(json, "builds");
	json_string(json, "running", builds->running);
	json_string(json, "replaced", builds->replaced);
	put_build(json, "previous", &builds->previous);
	put_build(json, "on_disk", &builds->on_disk);
	json_string(json, "next_boot", boot_words[builds->boot]);
	put_build(json, "boots", &builds->boots);
	json_close_object(json);
}

static void line(const char *label, const struct builds *builds, const struct build *build)
{
	if (!build->file[0])
		return;
	printf("  %-12s ", label);
	put_printable(stdout, build->file);
	if (!strcmp(build->id, builds->running))
		puts("\n               the one that runs");
	else
		printf("\n               build %s\n", build->id);
}

void builds_show(const struct builds *builds)
{
	static const char * const sentences[] = {
		[BOOT_UNKNOWN]	= "cannot be told from GRUB's configuration",
		[BOOT_NO_XEN]	= "starts no Xen",
		[BOOT_SAME]	= "starts the same Xen",
		[BOOT_OTHER]	= "starts another Xen:",
	};

	line("on disk", builds, &builds->on_disk);
	line("previous", builds, &builds->previous);
	printf("  %-12s %s\n", "cold boot", sentences[builds->boot]);
	if (builds->boot == BOOT_OTHER)
		line("", builds, &builds->boots);
}
