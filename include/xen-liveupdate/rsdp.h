/* SPDX-License-Identifier: MIT */
/*
 * Format of the ACPI root pointer, which the driver looks for and the stub copies: ACPI
 * specification, 5.2.5.3.
 */
#ifndef _XEN_LIVEUPDATE_RSDP_H
#define _XEN_LIVEUPDATE_RSDP_H

#include <xen-liveupdate/handoff.h>

#define XLU_RSDP_SIZE		36	/* largest size in bytes */
#define XLU_RSDP_SIZE_1		20	/* size in ACPI 1.0 */
#define XLU_RSDP_SIGNATURE	0x2052545020445352ULL	/* "RSD PTR " */
#define XLU_RSDP_REVISION	15

static inline __u8 xlu_rsdp_sum(const __u8 *p, unsigned int size)
{
	__u8 sum = 0;

	for (; size; size--)
		sum += *p++;
	return sum;
}

/* Bytes of the root pointer at @rsdp, 0 if it is invalid. XLU_RSDP_SIZE must be readable. */
static inline unsigned int xlu_rsdp_size(const __u8 *rsdp)
{
	__u64 signature;

	__builtin_memcpy(&signature, rsdp, sizeof(signature));
	if (signature != XLU_RSDP_SIGNATURE || xlu_rsdp_sum(rsdp, XLU_RSDP_SIZE_1))
		return 0;
	if (rsdp[XLU_RSDP_REVISION] < 2)
		return XLU_RSDP_SIZE_1;
	return xlu_rsdp_sum(rsdp, XLU_RSDP_SIZE) ? 0 : XLU_RSDP_SIZE;
}

#endif /* _XEN_LIVEUPDATE_RSDP_H */
