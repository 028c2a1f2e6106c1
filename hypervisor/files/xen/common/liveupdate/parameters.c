/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: options of the command line that were changed at run time, by
 * "xl set-parameters" or below /params in hypfs.
 *
 * A value that differs from that after the boot is handed over. So is a value
 * that an earlier Xen has handed over, because this Xen's boot did not know it.
 * If the next Xen's command line has another value of an option, that one takes
 * effect.
 */
#include <xen/liveupdate/private.h>
#include <xen/hypfs.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/param.h>

#define MAX_PARAMETERS  32U

/* By index: CRC of the value after boot, and whether it was handed over. */
static uint32_t __read_mostly boot_crc[MAX_PARAMETERS];
static bool __read_mostly handed_over[MAX_PARAMETERS];

static unsigned int nr_parameters(void)
{
    return min_t(unsigned long, __paramhypfs_end - __paramhypfs_start,
                 MAX_PARAMETERS);
}

static uint64_t number(const struct param_hypfs *p)
{
    const void *value = p->hypfs.u.content;

    switch ( p->hypfs.e.size )
    {
    case sizeof(uint8_t):
        return *(const uint8_t *)value;
    case sizeof(uint32_t):
        return *(const uint32_t *)value;
    default:
        return *(const uint64_t *)value;
    }
}

static void set_number(struct param_hypfs *p, uint64_t value)
{
    void *var = p->hypfs.u.write_ptr;

    switch ( p->hypfs.e.size )
    {
    case sizeof(uint8_t):
        *(uint8_t *)var = value;
        break;
    case sizeof(uint32_t):
        *(uint32_t *)var = value;
        break;
    default:
        *(uint64_t *)var = value;
        break;
    }
}

/* Returns false if the value is too long. */
static bool get_value(const struct param_hypfs *p,
                      char value[XEN_LU_PARAMETER_VALUE])
{
    memset(value, 0, XEN_LU_PARAMETER_VALUE);
    if ( p->hypfs.e.type == XEN_HYPFS_TYPE_STRING )
        return strlcpy(value, p->hypfs.u.content, XEN_LU_PARAMETER_VALUE) <
               XEN_LU_PARAMETER_VALUE;
    snprintf(value, XEN_LU_PARAMETER_VALUE, "%lu", number(p));

    return true;
}

static bool set_value(struct param_hypfs *p, const char *value)
{
    const char *end;
    uint64_t n;

    if ( p->func )
        return !p->func(value);
    if ( p->hypfs.e.type == XEN_HYPFS_TYPE_STRING )
    {
        if ( strlen(value) >= p->hypfs.e.max_size )
            return false;
        strlcpy(p->hypfs.u.write_ptr, value, p->hypfs.e.max_size);
        p->hypfs.e.size = strlen(value) + 1;
        return true;
    }

    n = simple_strtoull(value, &end, 10);
    if ( *end || (p->hypfs.e.type == XEN_HYPFS_TYPE_BOOL && n > 1) )
        return false;
    set_number(p, n);

    return true;
}

static uint32_t value_crc(const struct param_hypfs *p)
{
    char value[XEN_LU_PARAMETER_VALUE];

    get_value(p, value);

    return lu_crc32c(0, value, sizeof(value));
}

/* Runs after the initcall that sets the values below /params. */
static int __init cf_check remember_boot_values(void)
{
    unsigned int i;

    for ( i = 0; i < nr_parameters(); i++ )
        boot_crc[i] = value_crc(&__paramhypfs_start[i]);

    return 0;
}
__initcall(remember_boot_values);

/**
 * lu_save_parameters - the values that were changed since the boot
 */
void lu_save_parameters(struct lu_writer *w)
{
    unsigned int i;

    lu_rec_open(w, XEN_LU_REC_PARAMETERS);
    for ( i = 0; i < nr_parameters(); i++ )
    {
        const struct param_hypfs *p = &__paramhypfs_start[i];
        struct xen_lu_parameter rec = {};

        if ( (!handed_over[i] && value_crc(p) == boot_crc[i]) ||
             lu_cmdline_changes(p->hypfs.e.name) )
            continue;
        if ( strlcpy(rec.name, p->hypfs.e.name, sizeof(rec.name)) >=
             sizeof(rec.name) || !get_value(p, rec.value) )
        {
            lu_warn(XLU_WARN_PARAMETER);
            printk(XENLOG_WARNING "Live update: value of %s is lost\n",
                   p->hypfs.e.name);
            continue;
        }
        lu_rec_put(w, &rec, sizeof(rec));
    }
    lu_rec_close_if_used(w);
}

static bool restore(const struct xen_lu_parameter *rec)
{
    unsigned int i;

    for ( i = 0; i < nr_parameters(); i++ )
        if ( !strcmp(__paramhypfs_start[i].hypfs.e.name, rec->name) )
        {
            handed_over[i] = true;
            return set_value(&__paramhypfs_start[i], rec->value);
        }

    return false;
}

/**
 * lu_restore_parameters - set the values that the old Xen had
 * @stream: with records that were checked
 *
 * Domains exist: a limit below theirs applies to later domains.
 */
void __init lu_restore_parameters(const void *stream)
{
    const struct xen_lu_parameter *rec;
    unsigned int i, nr;

    rec = lu_array(stream, XEN_LU_REC_PARAMETERS, struct xen_lu_parameter, nr);
    for ( i = 0; i < nr; i++ )
        if ( !restore(&rec[i]) )
        {
            lu_warn(XLU_WARN_PARAMETER);
            printk(XENLOG_WARNING "Live update: cannot set %s to %s\n",
                   rec[i].name, rec[i].value);
        }
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
