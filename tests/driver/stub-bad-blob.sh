# SPDX-License-Identifier: GPL-2.0-only
# title: a blob that does not match its checksum is refused by the stub
# smp: 1
# uses: driver
# xen: 4.17
# threads: single
# timeout: 120
# expect: the stub: .*"stub-blob".* bad-blob
# files: tests/driver/stub-lib:/lib/stub-lib

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/stub-lib
	stub_load
	# blob_crc of the header, whose own checksum is made at commit.
	stub_damage "0xb4"
}
