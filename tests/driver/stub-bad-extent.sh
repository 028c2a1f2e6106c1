# SPDX-License-Identifier: GPL-2.0-only
# title: a damaged extent list is refused by the stub
# smp: 1
# uses: driver
# xen: 4.17
# threads: single
# timeout: 120
# expect: the stub: .*"stub-extents".* bad-crc
# files: tests/driver/stub-lib:/lib/stub-lib

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/stub-lib
	stub_load
	# The size of the first extent; area.c has the list at that place.
	stub_damage "0x1b000 + 16 + 8"
}
