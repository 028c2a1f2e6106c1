/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: what differs between two command lines.
 *
 * Words, switches, "no-" and repetitions mean what they mean to Xen's own
 * parse_params(). That cannot be used here, because it applies what it finds.
 * Two spellings of the same value, except for switches, are taken for different
 * values: that is the safe side.
 */
#include <xen/lib.h>
#include <xen/string.h>

#include "options.h"

#define LU_OPT(class_, kind_, name_) \
    { .name = (name_), .class = LU_OPT_ ## class_, .kind = LU_OPT_ ## kind_ },

const struct lu_option lu_options[] = {
#include "option_list.h"
};

const unsigned int lu_nr_options = ARRAY_SIZE(lu_options);

static const char *word_end(const char *p)
{
    while ( *p && *p != ' ' )
        p++;

    return p;
}

/**
 * lu_cook_cmdline - reduce a boot loader's text to what Xen parses, as for GRUB
 * @cmdline: changed in place
 *
 * The first word is the image's name; what follows " -- " is for dom0's kernel.
 */
void lu_cook_cmdline(char *cmdline)
{
    const char *p = word_end(cmdline + strspn(cmdline, " "));
    char *end;

    p += strspn(p, " ");
    memmove(cmdline, p, strlen(p) + 1);

    end = strstr(cmdline, " -- ");
    if ( end )
        *end = '\0';
}

/**
 * lu_words_start - begin to walk through the words of @cmdline
 */
void lu_words_start(struct lu_words *it, const struct lu_cmdline *cmdline)
{
    it->cmdline = cmdline;
    it->part = 0;
    it->pos = cmdline->part[0];
}

static void split(struct lu_word *w)
{
    char *value = strchr(w->text, '='), *bracket;

    w->bracket = 0;
    w->value = strlen(w->text);
    if ( value )
    {
        *value = '\0';
        w->value = value + 1 - w->text;
        bracket = strpbrk(w->text, "([{<");
        if ( bracket )
            w->bracket = bracket + 1 - w->text;
    }
    w->negated = !strncmp(w->text, "no-", 3);
    w->name = w->negated ? 3 : 0;
}

/**
 * lu_words_next - the next word, false if there is none
 */
bool lu_words_next(struct lu_words *it, struct lu_word *w)
{
    const char *end;
    size_t len;

    for ( ; ; )
    {
        it->pos += strspn(it->pos, " ");
        if ( *it->pos )
            break;
        if ( ++it->part == ARRAY_SIZE(it->cmdline->part) )
        {
            it->part--;
            return false;
        }
        it->pos = it->cmdline->part[it->part];
    }

    end = word_end(it->pos);
    len = end - it->pos;
    if ( len > sizeof(w->text) - 1 )
        len = sizeof(w->text) - 1;
    memcpy(w->text, it->pos, len);
    w->text[len] = '\0';
    it->pos = end;
    split(w);

    return true;
}

static bool belongs(const struct lu_word *w, const struct lu_option *o)
{
    if ( !strcmp(lu_word_name(w), o->name) )
        return true;

    return o->kind == LU_OPT_ALL && w->bracket &&
           strlen(o->name) == w->bracket &&
           !strncmp(w->text, o->name, w->bracket);
}

/**
 * lu_option_of - the option that a word is for, or NULL
 */
const struct lu_option *lu_option_of(const struct lu_word *w)
{
    unsigned int i;

    for ( i = 0; i < lu_nr_options; i++ )
        if ( belongs(w, &lu_options[i]) )
            return &lu_options[i];

    return NULL;
}

/**
 * lu_option_next - the next word for @o, false if there is none
 */
bool lu_option_next(struct lu_words *it, const struct lu_option *o,
                    struct lu_word *w)
{
    while ( lu_words_next(it, w) )
        if ( belongs(w, o) )
            return true;

    return false;
}

/**
 * lu_option_last - the last word for @o, false if there is none
 */
bool lu_option_last(const struct lu_cmdline *cmdline,
                    const struct lu_option *o, struct lu_word *w)
{
    struct lu_words it;
    struct lu_word next;
    bool found = false;

    lu_words_start(&it, cmdline);
    while ( lu_option_next(&it, o, &next) )
    {
        *w = next;
        found = true;
    }

    return found;
}

/* 0, 1, or -1 if there is no such word and the default is not known. */
static int switch_value(const struct lu_cmdline *cmdline,
                        const struct lu_option *o)
{
    struct lu_words it;
    struct lu_word w;
    int value = o->kind == LU_OPT_OFF ? 0 : o->kind == LU_OPT_ON ? 1 : -1;

    lu_words_start(&it, cmdline);
    while ( lu_option_next(&it, o, &w) )
    {
        const char *text = lu_word_value(&w);
        int on = *text ? parse_bool(text, NULL) : 1;

        if ( on >= 0 )
            value = on != w.negated;
    }

    return value;
}

static bool last_changed(const struct lu_cmdline *old,
                         const struct lu_cmdline *new,
                         const struct lu_option *o)
{
    struct lu_word a, b;
    bool was = lu_option_last(old, o, &a), is = lu_option_last(new, o, &b);

    return was != is ||
           (was && strcmp(lu_word_value(&a), lu_word_value(&b)));
}

static bool same_word(const struct lu_word *a, const struct lu_word *b)
{
    return !strcmp(a->text, b->text) &&
           !strcmp(lu_word_value(a), lu_word_value(b));
}

static bool any_changed(const struct lu_cmdline *old,
                        const struct lu_cmdline *new,
                        const struct lu_option *o)
{
    struct lu_words i, j;
    struct lu_word a, b;
    bool was, is;

    lu_words_start(&i, old);
    lu_words_start(&j, new);
    do {
        was = lu_option_next(&i, o, &a);
        is = lu_option_next(&j, o, &b);
        if ( was != is || (was && !same_word(&a, &b)) )
            return true;
    } while ( was );

    return false;
}

/* A walk through the parts of all words for an option: "iommu=part,part" */
struct parts {
    const struct lu_option *o;
    struct lu_words words;
    struct lu_word w;
    const char *next, *s, *e;   /* the present one is [s, e) */
};

static void parts_start(struct parts *it, const struct lu_cmdline *cmdline,
                        const struct lu_option *o)
{
    it->o = o;
    it->next = NULL;
    lu_words_start(&it->words, cmdline);
}

static bool parts_next(struct parts *it)
{
    if ( !it->next )
    {
        if ( !lu_option_next(&it->words, it->o, &it->w) )
            return false;
        it->next = it->w.negated ? "no" : lu_word_value(&it->w);
    }

    it->s = it->next;
    it->e = strchr(it->s, ',');
    it->next = it->e ? it->e + 1 : NULL;
    if ( !it->e )
        it->e = it->s + strlen(it->s);

    return true;
}

static const char *const strict_part[] = { "strict", "dom0-strict" };
static const char *const passthrough_part[] = { "passthrough",
                                                "dom0-passthrough" };

/* What the part says about one of @names, or a negative value. */
static int part_says(const struct parts *it, const char *const names[2])
{
    int value = parse_boolean(names[0], it->s, it->e);

    return value < 0 ? parse_boolean(names[1], it->s, it->e) : value;
}

/* The next part that is for something else. */
static bool next_other(struct parts *it)
{
    while ( parts_next(it) )
        if ( part_says(it, strict_part) < 0 &&
             part_says(it, passthrough_part) < 0 )
            return true;

    return false;
}

static bool rest_changed(const struct lu_cmdline *old,
                         const struct lu_cmdline *new,
                         const struct lu_option *o)
{
    struct parts a, b;
    bool was, is;

    parts_start(&a, old, o);
    parts_start(&b, new, o);
    do {
        was = next_other(&a);
        is = next_other(&b);
        if ( was != is || (was && (a.e - a.s != b.e - b.s ||
                                   strncmp(a.s, b.s, a.e - a.s))) )
            return true;
    } while ( was );

    return false;
}

/**
 * lu_option_strict - does any option ask for a strict domain 0?
 */
bool lu_option_strict(const struct lu_cmdline *cmdline)
{
    const struct lu_option *o;
    bool found = false;

    for ( o = lu_options; o < lu_options + lu_nr_options; o++ )
    {
        struct parts it;
        bool strict = false;

        if ( o->kind != LU_OPT_MODE )
            continue;
        parts_start(&it, cmdline, o);
        while ( parts_next(&it) )
        {
            int value = part_says(&it, strict_part);

            strict = value < 0 ? strict : value;
        }
        found |= strict;
    }

    return found;
}

/**
 * lu_option_changed - does @o mean different things in @old and @new?
 */
bool lu_option_changed(const struct lu_cmdline *old,
                       const struct lu_cmdline *new,
                       const struct lu_option *o)
{
    switch ( o->kind )
    {
    case LU_OPT_LAST:
        return last_changed(old, new, o);
    case LU_OPT_ALL:
        return any_changed(old, new, o);
    case LU_OPT_MODE:
        return rest_changed(old, new, o);
    default:
        return switch_value(old, o) != switch_value(new, o);
    }
}

/**
 * lu_option_used - does @o differ from its default?
 */
bool lu_option_used(const struct lu_cmdline *cmdline,
                    const struct lu_option *o)
{
    static const struct lu_cmdline nothing = { { "", "" } };

    return lu_option_changed(&nothing, cmdline, o);
}

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
