/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fix - a live patch: Xen says "-fixed" for its extra version
 *
 * Fits any Xen once the text below is replaced by that Xen's build id.
 */
#define NT_GNU_BUILD_ID		3
#define PAYLOAD_VERSION		2
#define OLD_SIZE		8	/* of a function that returns an address */

.macro depends section
	.section \section, "a", @note
	.align	4
	.long	4, 20, NT_GNU_BUILD_ID
	.asciz	"GNU"
	.ascii	"BUILD-ID-OF-THIS-XEN"
.endm

	depends	.livepatch.depends
	depends	.livepatch.xen_depends

	.section .rodata, "a"
text:	.asciz	"-fixed"
name:	.asciz	"xen_extra_version"

	.text
fixed:	lea	text(%rip), %rax
	ret
fixed_end:

/* struct livepatch_func */
	.section .livepatch.funcs, "aw"
	.align	8
	.quad	name, fixed, 0
	.long	fixed_end - fixed, OLD_SIZE
	.byte	PAYLOAD_VERSION
	.skip	39 + 32
