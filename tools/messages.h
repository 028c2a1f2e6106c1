/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages for errors: description, cause and remedy.
 */
#ifndef TOOLS_MESSAGES_H
#define TOOLS_MESSAGES_H

#include <stdbool.h>

enum exit_code {
	EXIT_OK		= 0,
	EXIT_FAILED	= 1,	/* refused or failed; nothing is broken */
	EXIT_USAGE	= 2,
	EXIT_NO_DEVICE	= 3,	/* the driver is not loaded */
};

enum error {
#define MESSAGE(name, code, what, remedy) ERR_##name,
#include "error_list.h"
#undef MESSAGE
	NR_ERRORS
};

/* With --json, errors are also written to standard output as an object. */
void messages_use_json(bool json);

struct json;

/* From now on @put adds to each error: to the JSON object or, if @json is NULL, to stderr. */
void messages_append(void (*put)(struct json *json));

/*
 * Print a message and return the exit code. @subject replaces "%s" in the text, @why is
 * the cause as text; both may be NULL. fail_reason() takes one of the driver's reason
 * words, explains it and may have a better remedy; @said is Xen's explanation, or empty.
 */
int fail(enum error error, const char *subject, const char *why);
int fail_reason(enum error error, const char *subject, const char *word, const char *said);

/**
 * struct explanation - explanation of a reason word of driver or stub
 * @word: as in Documentation/userspace-api.rst
 * @text: meaning of the word
 * @remedy: remedy, NULL if that of the error applies
 */
struct explanation {
	const char *word;
	const char *text;
	const char *remedy;
};

/* NULL if the word is unknown: a newer driver may have more. */
const struct explanation *explain(const char *word);

#endif /* TOOLS_MESSAGES_H */
