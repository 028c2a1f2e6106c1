# SPDX-License-Identifier: GPL-2.0-only
# title: a header without its magic number is refused by the stub
# smp: 1
# uses: driver
# xen: 4.17
# threads: single
# timeout: 120
# expect: the stub: .*"stub-header".* bad-magic
# files: tests/driver/stub-lib:/lib/stub-lib

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/stub-lib
	stub_load
	stub_damage "0"
}
