/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: CRC32C of the state stream.
 *
 * Domains are paused meanwhile, so it uses the instruction that x86 CPUs have
 * had since 2008 (it works on general registers). Other CPUs use tables.
 */
#include <xen/string.h>

#include <xen/liveupdate/stream.h>

/* Castagnoli polynomial, bit reversed. */
#define CRC32C_POLY     0x82f63b78U
#define CRC32C_SLICES   4

#define CPUID1_ECX_SSE4_2   (1U << 20)

static uint32_t crc_table[CRC32C_SLICES][256];

static void crc_init(void)
{
    unsigned int i, j;

    for ( i = 0; i < 256; i++ )
    {
        uint32_t c = i;

        for ( j = 0; j < 8; j++ )
            c = (c >> 1) ^ ((c & 1) ? CRC32C_POLY : 0);
        crc_table[0][i] = c;
    }
    for ( i = 0; i < 256; i++ )
        for ( j = 1; j < CRC32C_SLICES; j++ )
            crc_table[j][i] = (crc_table[j - 1][i] >> 8) ^
                              crc_table[0][crc_table[j - 1][i] & 0xff];
}

/**
 * lu_crc32c_by_table - lu_crc32c() on any CPU
 */
uint32_t lu_crc32c_by_table(uint32_t crc, const void *data, size_t len)
{
    const uint8_t *p = data;

    if ( !crc_table[0][1] )
        crc_init();

    crc = ~crc;
    for ( ; len >= 4; len -= 4, p += 4 )
    {
        crc ^= p[0] | (p[1] << 8) | (p[2] << 16) | ((uint32_t)p[3] << 24);
        crc = crc_table[3][crc & 0xff] ^ crc_table[2][(crc >> 8) & 0xff] ^
              crc_table[1][(crc >> 16) & 0xff] ^ crc_table[0][crc >> 24];
    }
    for ( ; len; len-- )
        crc = (crc >> 8) ^ crc_table[0][(crc ^ *p++) & 0xff];

    return ~crc;
}

static uint64_t step(uint64_t crc, const uint8_t *p)
{
    uint64_t word;

    memcpy(&word, p, sizeof(word));
    asm ( "crc32q %1, %0" : "+r" (crc) : "rm" (word) );

    return crc;
}

static uint32_t by_instruction(uint32_t value, const uint8_t *p, size_t len)
{
    uint64_t crc = ~value;

    /* A loop for each word would cost more than the work. */
    for ( ; len >= 32; len -= 32, p += 32 )
    {
        crc = step(crc, p);
        crc = step(crc, p + 8);
        crc = step(crc, p + 16);
        crc = step(crc, p + 24);
    }
    for ( ; len >= 8; len -= 8, p += 8 )
        crc = step(crc, p);

    value = crc;
    for ( ; len; len--, p++ )
        asm ( "crc32b %1, %0" : "+r" (value) : "rm" (*p) );

    return ~value;
}

/* Called before this Xen has identified its CPU. */
static bool has_instruction(void)
{
    static enum { UNKNOWN, ABSENT, PRESENT } found;
    uint32_t eax = 1, ebx, ecx = 0, edx;

    if ( found == UNKNOWN )
    {
        asm ( "cpuid" : "+a" (eax), "=b" (ebx), "+c" (ecx), "=d" (edx) );
        found = ecx & CPUID1_ECX_SSE4_2 ? PRESENT : ABSENT;
    }

    return found == PRESENT;
}

/**
 * lu_crc32c - CRC32C of a buffer
 * @crc: 0, or the result for the bytes before
 * @data: buffer
 * @len: its bytes
 */
uint32_t lu_crc32c(uint32_t crc, const void *data, size_t len)
{
    return has_instruction() ? by_instruction(crc, data, len)
                             : lu_crc32c_by_table(crc, data, len);
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
