# SPDX-License-Identifier: GPL-2.0-only
#
# How the handoff stub is compiled and linked, for Makefile and Kbuild here.
# HANDOFF is this folder.
#
# None of CFLAGS or KBUILD_CFLAGS: what distributions and the kernel put there
# (hardening, sanitizers, tracing) is wrong for code that runs without an operating
# system.

HANDOFF_OBJS := entry.o main.o report.o paging.o check.o copies.o extents.o gather.o \
	lowmem.o memmap.o mbi.o
HANDOFF_LIB_OBJS := crc32c.o

# Warnings are errors; "make WERROR=" for a compiler newer than this source.
WERROR	:= -Werror

HANDOFF_CFLAGS := -std=gnu11 -Os -Wall -Wextra $(WERROR) \
	-DXLU_STUB -m64 -march=x86-64 -ffreestanding -fPIE -mcmodel=small \
	-fvisibility=hidden -fno-jump-tables -fno-stack-protector -mno-red-zone \
	-mgeneral-regs-only -fcf-protection=none -fno-asynchronous-unwind-tables \
	-fno-strict-aliasing -fno-common -fno-builtin -fno-ident \
	-Wframe-larger-than=512 -Wvla \
	-I$(HANDOFF) -I$(HANDOFF)/.. -I$(HANDOFF)/../include

HANDOFF_LDFLAGS := -pie --no-dynamic-linker -z text -z noexecstack --build-id=none \
	--orphan-handling=error -T $(HANDOFF)/stub.lds
# Not every linker has the warning, nor knows the option then.
HANDOFF_LDFLAGS += $(shell $(LD) --no-warn-rwx-segments -v >/dev/null 2>&1 && \
	echo --no-warn-rwx-segments)

HANDOFF_OBJCOPYFLAGS := -O binary -j .text -j .rodata
