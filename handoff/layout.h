/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Constants for assembly and C of the stub.
 */
#ifndef _XLU_STUB_LAYOUT_H
#define _XLU_STUB_LAYOUT_H

/* Selectors of the stub's own segment table */
#define XLU_CS64		0x08
#define XLU_DS			0x10
#define XLU_CS32		0x18

/* Vectors of exceptions and NMI; others cannot arrive, as interrupts are off. */
#define XLU_NR_VECTORS		32
#define XLU_VECTOR_NMI		2
#define XLU_VECTOR_SIZE		16

/* An NMI to oneself takes less than a microsecond. */
#define XLU_NMI_TURNS		100000

#define XLU_STACK_SIZE		2560

#endif /* _XLU_STUB_LAYOUT_H */
