/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: may the next Xen be started with its command line?
 *
 * The text is in the sealed bank, so the next Xen gets exactly this one. An
 * option that would cost the host or a domain is an obstacle, see preflight.c.
 * One that works but means something else is a warning, when the image is
 * loaded and in the report.
 */
#include <xen/liveupdate/private.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/grant_table.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <public/version.h>

#include <xen/liveupdate/load.h>
#include "options.h"

/* As in grant_table.c; tests/options checks whether they still are. */
#define DEFAULT_GRANT_FRAMES    64
#define DEFAULT_MAPTRACK_FRAMES 1024

extern xen_commandline_t saved_cmdline;

/* The text in the sealed bank, as the next Xen is going to parse it. */
static char next_text[XLU_MAX_CMDLINE];

/* The next Xen is taken to have the same built-in part. */
static const struct lu_cmdline running = { { CONFIG_CMDLINE, saved_cmdline } };
static const struct lu_cmdline next = { { CONFIG_CMDLINE, next_text } };

/* Name of the last obstacle or warning; the caller makes a copy. */
static char message[64];

static const char *say(const char *name, const char *what)
{
    snprintf(message, sizeof(message), "option %s %s", name, what);

    return message;
}

/**
 * lu_cmdline_get - take the next Xen's command line from the sealed bank
 *
 * Returns false if it is not one.
 */
bool lu_cmdline_get(const struct xlu_handoff *request)
{
    const char *text = maddr_to_virt(request->cmdline_maddr);
    size_t size = request->cmdline_size;

    if ( !size || size > sizeof(next_text) ||
         strnlen(text, size) != size - 1 )
        return false;
    memcpy(next_text, text, size);
    lu_cook_cmdline(next_text);

    return true;
}

/* liveupdate=: the last one has to be the staging bank, and nothing else. */
static const char *check_liveupdate(const struct lu_option *o)
{
    struct lu_word w;
    uint64_t size, start;
    const char *s;

    if ( lu_option_last(&next, o, &w) )
    {
        size = parse_size_and_unit(lu_word_value(&w), &s);
        start = *s == '@' ? simple_strtoull(s + 1, &s, 0) : 0;
        if ( !*s && size == lu_bank_size &&
             start == lu_bank_maddr[lu_staging] )
            return NULL;
    }

    return say(o->name, "does not name the bank");
}

/* A BIOS call in real mode may not return, and accesses devices. */
static const char *check_real_mode(const struct lu_option *o)
{
    struct lu_word w;

    return lu_option_last(&next, o, &w) && w.negated
           ? NULL : say("no-real-mode", "is missing");
}

/* Only a Xen that distrusts the TSC has found out whether it is writable. */
static const char *check_tsc(const struct lu_option *o)
{
    return arch_lu_trusts_tsc() && lu_option_changed(&running, &next, o)
           ? say(o->name, "must not change") : NULL;
}

static const char *check_own(const struct lu_option *o)
{
    if ( !strcmp(o->name, "liveupdate") )
        return check_liveupdate(o);
    if ( !strcmp(o->name, "real-mode") )
        return check_real_mode(o);

    return check_tsc(o);
}

static const char *check_limit(const struct lu_option *o)
{
    struct lu_words it;
    struct lu_word w;
    bool maptrack = strstr(o->name, "maptrack");
    unsigned long limit = maptrack ? DEFAULT_MAPTRACK_FRAMES
                                   : DEFAULT_GRANT_FRAMES;
    unsigned int frames, maptrack_frames;

    lu_words_start(&it, &next);
    while ( lu_option_next(&it, o, &w) )
    {
        const char *end;
        unsigned long value = simple_strtoul(lu_word_value(&w), &end, 0);

        if ( !*end && value <= INT_MAX )
            limit = value;
    }

    lu_gnttab_highest(&frames, &maptrack_frames);

    return limit < (maptrack ? maptrack_frames : frames)
           ? say(o->name, "is less than a domain has") : NULL;
}

static const char *check(const struct lu_option *o)
{
    switch ( o->class )
    {
    case LU_OPT_NEVER:
        if ( lu_option_used(&next, o) )
            return say(o->name, "allows no live update");
        /* fall through */
    case LU_OPT_SAME:
        return lu_option_changed(&running, &next, o)
               ? say(o->name, "must not change") : NULL;
    case LU_OPT_LIMIT:
        return check_limit(o);
    case LU_OPT_OWN:
        return check_own(o);
    default:
        return NULL;
    }
}

/**
 * lu_cmdline_obstacle - does this command line prevent the update?
 * @again: the text was checked before; only the needs of domains may have grown
 *
 * Returns the name of an obstacle, or NULL.
 */
const char *lu_cmdline_obstacle(bool again)
{
    const char *why = NULL;
    unsigned int i;

    /* saved_cmdline is truncated: the rest cannot be compared. */
    if ( lu_fails(strlen(saved_cmdline) == sizeof(saved_cmdline) - 1,
                  "command line longer than Xen remembers") )
        return "command line longer than Xen remembers";
    for ( i = 0; i < lu_nr_options && !why; i++ )
        if ( !again || lu_options[i].class == LU_OPT_LIMIT )
            why = check(&lu_options[i]);
    if ( lu_fails(why, "option of the command line") && !why )
        why = "option of the command line";

    return why;
}

static bool warn(const char *name, const char *what)
{
    printk(XENLOG_WARNING "Live update: %s\n", say(name, what));

    return true;
}

static bool warn_unknown(void)
{
    struct lu_words it;
    struct lu_word w;
    bool found = false;

    lu_words_start(&it, &next);
    while ( lu_words_next(&it, &w) )
    {
        struct lu_option o = { .name = lu_word_name(&w), .kind = LU_OPT_ALL };

        if ( !lu_option_of(&w) && lu_option_changed(&running, &next, &o) )
            found |= warn(o.name, "is not known to this Xen");
    }

    return found;
}

/**
 * lu_cmdline_warns - does any option mean something else to the next Xen?
 *
 * Prints which.
 */
bool lu_cmdline_warns(void)
{
    const struct lu_option *o;
    bool found = warn_unknown();

    for ( o = lu_options; o < lu_options + lu_nr_options; o++ )
    {
        if ( !lu_option_changed(&running, &next, o) )
            continue;
        if ( o->class == LU_OPT_LATER )
            found |= warn(o->name, "has no effect before a cold boot");
        if ( o->class == LU_OPT_OTHER )
            found |= warn(o->name, "changes: domains keep what they have");
        if ( o->class == LU_OPT_CPUS )
            found |= warn(o->name, "changes: the next Xen has other CPUs");
    }

    return found;
}

/**
 * lu_cmdline_strict - may devices of domain 0 access its pages only, from now on?
 */
bool lu_cmdline_strict(void)
{
    return lu_option_strict(lu_image.sealed ? &next : &running);
}

/**
 * lu_cmdline_changes - does the next Xen get another value for option @name?
 */
bool lu_cmdline_changes(const char *name)
{
    const struct lu_option *o;

    for ( o = lu_options; o < lu_options + lu_nr_options; o++ )
        if ( !strcmp(o->name, name) )
            return lu_option_changed(&running, &next, o);

    return false;
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
