#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# newest.sh - the module for the newest kernel that Debian has, where that is built:
# with the next Debian's compiler and DKMS, and with LLVM

set -euo pipefail

# shellcheck source=tests/packages/lib
. "$(dirname "$0")/lib"
version=$(cat "$top/VERSION")
abi=$("$top/scripts/fetch" abi newest)
source=/usr/src/xen-liveupdate-$version

dkms_builds()
{
	inside dkms install "xen-liveupdate/$version" -k "$abi"
}

llvm_builds()
{
	inside make -C "$source" modules KVER="$abi" DRIVER_OUT=/tmp/llvm LLVM=1
}

is_for_it()
{
	[[ $(inside sh -c "modinfo -F vermagic $1") = "$abi "* ]]
}

rm -f "$out/all.log"
unpack_tree newest trixie dkms make gcc kmod patch clang lld llvm "linux-headers-$abi"
"$top/scripts/dkms" tree "$tree$source"
echo "# Linux $abi, $(inside gcc --version | head -n 1), $(inside clang --version | head -n 1)"
verdict "DKMS builds and installs it" logged 0 dkms_builds
verdict "for that kernel" is_for_it "/lib/modules/$abi/updates/dkms/xen-liveupdate.ko*"
mkdir -p "$top/build/driver-newest"
cp "$tree/lib/modules/$abi/updates/dkms/xen-liveupdate.ko" "$top/build/driver-newest/"
logs=("$out/log" "$tree"/var/lib/dkms/xen-liveupdate/"$version"/*/*/log/make.log)
verdict "no warning" [ -z "$(grep -E 'warning:' "${logs[@]}" || true)" ]
verdict "LLVM builds it" logged 0 llvm_builds
verdict "for that kernel" is_for_it /tmp/llvm/xen-liveupdate.ko
conclude
