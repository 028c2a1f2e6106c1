/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: the words of two command lines, option by option.
 */
#ifndef __LIVEUPDATE_OPTIONS_H__
#define __LIVEUPDATE_OPTIONS_H__

#include <xen/types.h>

/* Bytes of a word at most, with the NUL, as in Xen itself. */
#define LU_WORD_MAX     128

/**
 * enum lu_option_class - what a change of an option means for an update
 * @LU_OPT_FREE: takes effect in the new Xen, as after a cold boot
 * @LU_OPT_LATER: takes effect at the next cold boot: a warning
 * @LU_OPT_OTHER: takes effect in the new Xen, but existing objects keep their
 *	values: a warning
 * @LU_OPT_CPUS: the new Xen may have other CPUs than this one: a warning
 * @LU_OPT_SAME: could cost the host or a domain: refused
 * @LU_OPT_NEVER: could cost these if in use at all, changed or not: refused
 * @LU_OPT_LIMIT: refused if a domain has more
 * @LU_OPT_OWN: has a rule of its own
 */
enum lu_option_class {
    LU_OPT_FREE,
    LU_OPT_LATER,
    LU_OPT_OTHER,
    LU_OPT_CPUS,
    LU_OPT_SAME,
    LU_OPT_NEVER,
    LU_OPT_LIMIT,
    LU_OPT_OWN,
};

/**
 * enum lu_option_kind - which words count
 * @LU_OPT_OFF, @LU_OPT_ON, @LU_OPT_SWITCH: the last that is a switch; without
 *	one it is off, on, or as the machine wants it
 * @LU_OPT_LAST: the last one
 * @LU_OPT_ALL: all of them, in their order
 * @LU_OPT_MODE: the same, but without the parts that choose how domain 0 uses
 *	IOMMUs
 */
enum lu_option_kind {
    LU_OPT_OFF,
    LU_OPT_ON,
    LU_OPT_SWITCH,
    LU_OPT_LAST,
    LU_OPT_ALL,
    LU_OPT_MODE,
};

struct lu_option {
    const char *name;
    uint8_t class;
    uint8_t kind;
};

/* The built-in part, if any, and the boot loader's */
struct lu_cmdline {
    const char *part[2];
};

/**
 * struct lu_word - a word of a command line
 * @text: the word, cut in two at "="
 * @name: the option's name in it: after "no-"
 * @value: the value: after "=", or an empty string
 * @negated: there was a "no-"
 * @bracket: length of the key up to its first bracket, 0 if there is none
 */
struct lu_word {
    char text[LU_WORD_MAX];
    unsigned int name;
    unsigned int value;
    unsigned int bracket;
    bool negated;
};

static inline const char *lu_word_name(const struct lu_word *w)
{
    return w->text + w->name;
}

static inline const char *lu_word_value(const struct lu_word *w)
{
    return w->text + w->value;
}

/* A walk through all words, or through those of one option. */
struct lu_words {
    const struct lu_cmdline *cmdline;
    const char *pos;
    unsigned int part;
};

extern const struct lu_option lu_options[];
extern const unsigned int lu_nr_options;

void lu_cook_cmdline(char *cmdline);
void lu_words_start(struct lu_words *it, const struct lu_cmdline *cmdline);
bool lu_words_next(struct lu_words *it, struct lu_word *w);
bool lu_option_next(struct lu_words *it, const struct lu_option *o,
                    struct lu_word *w);
bool lu_option_last(const struct lu_cmdline *cmdline,
                    const struct lu_option *o, struct lu_word *w);
bool lu_option_used(const struct lu_cmdline *cmdline,
                    const struct lu_option *o);
bool lu_option_changed(const struct lu_cmdline *old,
                       const struct lu_cmdline *new,
                       const struct lu_option *o);
bool lu_option_strict(const struct lu_cmdline *cmdline);
const struct lu_option *lu_option_of(const struct lu_word *w);

#endif /* __LIVEUPDATE_OPTIONS_H__ */

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
