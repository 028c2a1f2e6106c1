# SPDX-License-Identifier: GPL-2.0-only
#
# Programs under sanitizers are started by $(FIXED): with addresses that do not
# change. The sanitizers of Debian 12 die of a segmentation fault before main(), or
# hang, where the kernel moves mappings by 32 bits (vm.mmap_rnd_bits, Ubuntu's
# default): one start in four. A container may forbid it; then they take the risk.

FIXED	:= $(shell setarch -R true 2>/dev/null && echo setarch -R)
