/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Errors in words: what happened, why, and the remedy.
 */
#ifndef TOOLS_MESSAGES_H
#define TOOLS_MESSAGES_H

#include <stdbool.h>

enum exit_code {
	EXIT_OK		= 0,
	EXIT_FAILED	= 1,	/* refused or failed; nothing is broken */
	EXIT_USAGE	= 2,
	EXIT_NO_DEVICE	= 3,	/* no driver here */
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

/* From now on @put tells more behind each error: in the object, or if NULL on stderr. */
void messages_append(void (*put)(struct json *json));

/*
 * Tell the user and return the exit code. @subject is what the text is about,
 * @why the cause in words; both may be NULL. fail_reason() takes one of the
 * driver's reason words, explains it and may know a better remedy; @said is what Xen
 * itself says, empty if nothing.
 */
int fail(enum error error, const char *subject, const char *why);
int fail_reason(enum error error, const char *subject, const char *word, const char *said);

/**
 * struct explanation - one of the driver's or the stub's words in a sentence
 * @word: as in Documentation/userspace-api.rst
 * @text: what it means
 * @remedy: what to do, NULL if the error's own remedy says it
 */
struct explanation {
	const char *word;
	const char *text;
	const char *remedy;
};

/* NULL if the word is not known here: a newer driver may have more. */
const struct explanation *explain(const char *word);

#endif /* TOOLS_MESSAGES_H */
