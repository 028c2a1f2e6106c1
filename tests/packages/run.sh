#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh - packages and "make install" in a Debian 12, and what they leave
#
# usage: run.sh [image]
#
# With "image" only that is made which the scenario here boots: a Debian with the
# packages installed, build/packages/root.ext4.

set -euo pipefail

# shellcheck source=tests/packages/lib
. "$(dirname "$0")/lib"
version=$(cat "$top/VERSION")
abi=$("$top/scripts/fetch" abi 6.1)
readonly MODULE=lib/modules/$abi/updates/dkms/xen-liveupdate.ko
readonly UNIT=etc/systemd/system/multi-user.target.wants/xen-liveupdate.service

# --- the tree -----------------------------------------------------------------

# A host with Xen, and what the README asks for but the headers.
make_tree()
{
	unpack_debian
	mkdir -p "$tree/debs"
	cp "$top"/build/deb/xen-liveupdate-{dkms,utils}_"$version"_*.deb "$tree/debs/"
}

# move_compiler FROM TO: folders of the tree. Without permission to be executed it
# would still be found by a shell.
move_compiler()
{
	mkdir -p "$tree/hidden"
	mv "$tree/$1"/{gcc,gcc-12,x86_64-linux-gnu-gcc,x86_64-linux-gnu-gcc-12} "$tree/$2/"
}

# The kernel with those of its modules that the tests need, and its headers.
add_kernel()
{
	local kernel name

	kernel=$("$top/scripts/fetch" kernel 6.1)/lib/modules/$abi
	for name in kernel/{drivers/xen,drivers/net/ethernet/intel/e1000,arch,crypto,lib,fs/autofs} \
			modules.{builtin,builtin.modinfo,order}; do
		mkdir -p "$(dirname "$tree/lib/modules/$abi/$name")"
		cp -a "$kernel/$name" "$tree/lib/modules/$abi/$name"
	done
	cp "$kernel/../../../boot/vmlinuz-$abi" "$kernel/../../../boot/config-$abi" "$tree/boot/"
	mkdir -p "$tree/headers"
	for name in "linux-headers-$abi" "linux-headers-${abi%-amd64}-common" linux-kbuild-6.1; do
		cp "$("$top/scripts/fetch" deb "$name:bookworm")" "$tree/headers/"
	done
	inside sh -c 'dpkg -i /headers/*.deb'
	inside depmod "$abi"
	# From now on this kernel runs, for whoever asks.
	printf '#!/bin/sh\n[ "$*" != -r ] || exec echo %s\nexec /usr/bin/uname "$@"\n' "$abi" \
		>"$tree/usr/local/bin/uname"
	chmod 755 "$tree/usr/local/bin/uname"
}

enabled()
{
	[ -L "$tree/$UNIT" ]
}

built()
{
	[ "$(inside modinfo -F version "/$MODULE")" = "$version" ] &&
		[[ $(inside modinfo -F vermagic "/$MODULE") = "$abi "* ]]
}

# --- the tests ------------------------------------------------------------------

# The kernel that runs is that of the build host; neither headers nor compiler
under_another_kernel()
{
	move_compiler usr/bin hidden
	list_tree >"$out/before"
	verdict "installed under another kernel, without headers" \
		logged 0 packages install '/debs/*.deb'
	verdict "the module is registered" [ -L "$tree/var/lib/dkms/xen-liveupdate/$version/source" ]
	verdict "the unit is enabled" enabled
	verdict "purged" logged 0 packages purge 'xen-liveupdate-*'
	verdict "leaves nothing" leaves_nothing
	move_compiler hidden usr/bin
}

without_compiler()
{
	move_compiler usr/bin hidden
	list_tree >"$out/before"
	verdict "installed without a compiler" logged 0 packages install '/debs/*.deb'
	verdict "says so" says 'no C compiler, so the module is not built: install gcc'
	verdict "there is no module" [ ! -e "$tree/$MODULE" ]
	verdict "purged" logged 0 packages purge 'xen-liveupdate-*'
	verdict "leaves nothing" leaves_nothing
	move_compiler hidden usr/bin
}

install_packages()
{
	verdict "installed with compiler and headers" logged 0 packages install '/debs/*.deb'
	verdict "the module is built" built
	verdict "the unit is enabled" enabled
}

copy_sources()
{
	mkdir -p "$tree/src/xen-liveupdate"
	(cd "$top" && scripts/list-files | tar -c -T -) | tar -x -C "$tree/src/xen-liveupdate" --no-same-owner
}

# from_sources COMMAND: as in the README, where the sources are
from_sources()
{
	inside sh -c "cd /src/xen-liveupdate && $1"
}

packages_stay()
{
	verdict "make dkms-install does not replace the package" logged 2 from_sources 'make dkms-install'
	verdict "says how" says 'belongs to a package: remove that before, with apt-get purge xen-liveupdate-dkms'
	verdict "make uninstall passes the package by" logged 0 from_sources 'scripts/dkms remove'
	verdict "dpkg finds all of it" logged 0 inside dpkg --verify xen-liveupdate-dkms
	verdict "the module is still there" built
	verdict "purged" logged 0 packages purge 'xen-liveupdate-*'
	verdict "leaves nothing" leaves_nothing
}

# "On a real host", as it is written there; what needs a Xen is in host-boot.sh
readme()
{
	verdict "make" logged 0 from_sources make
	verdict "sudo make dkms-install utils_install" \
		logged 0 from_sources 'sudo make dkms-install utils_install'
	verdict "the module is built" built
	verdict "the tool runs" logged 0 inside xen-liveupdate check /boot/xen-4.17-amd64.gz
	verdict "and says that there is no driver here" logged 3 inside xen-liveupdate status
	verdict "sudo make uninstall" logged 0 from_sources 'sudo make uninstall'
	verdict "leaves nothing" leaves_nothing
}

# The hypervisor's package, and its next version, which is still to be installed.
add_hypervisors()
{
	local other=$top/build/xen-b/xen.gz id

	id=$("$top/build/tools/xen-liveupdate" check --json "$other" |
		sed -n 's/.*"image_build_id": "\(.*\)".*/\1/p')
	make_version 2 "$other" "$id"
	mkdir -p "$tree/next"
	mv "$tree/debs/${NAME}_2_amd64.deb" "$tree/next/"
	cp "$top/build/deb/"{"${NAME}_${version}_amd64","xen-liveupdate-dev_${version}_all"}.deb "$tree/debs/"
}

# The kernel of dom0 for a domU, inflated: in the emulator, libxl takes a minute for that.
add_guest_kernel()
{
	PYTHONPATH=$top/tests/rig python3 -B - "$tree/boot/vmlinuz-$abi" "$tree/boot/guest-vmlinux" <<-'END'
	import shutil, sys
	from pathlib import Path
	from riglib.images import plain_kernel
	shutil.copy(plain_kernel(Path(sys.argv[1])), sys.argv[2])
	END
}

# A domU, whose console is a log of dom0: it counts.
add_guest()
{
	local dir=$out/guest

	rm -rf "$dir"
	mkdir -p "$dir/dev"
	cp "$("$top/scripts/fetch" unpack busybox busybox-static:bookworm)/bin/busybox" "$dir/"
	cat >"$dir/init" <<-'END'
	#!/busybox sh
	/busybox mount -t devtmpfs dev /dev
	exec >/dev/hvc0 2>&1
	while :; do
		i=$((i + 1))
		echo "count $i"
		/busybox sleep 1
	done
	END
	chmod 755 "$dir/init"
	(cd "$dir" && find . | cpio -o -H newc --quiet) | gzip -1 >"$tree/boot/guest.img"
	cat >"$tree/etc/xen/guest.cfg" <<-END
	name = "guest"
	kernel = "/boot/guest-vmlinux"
	ramdisk = "/boot/guest.img"
	memory = 128
	END
	mkdir -p "$tree/var/log/xen/console"
	echo 'XENCONSOLED_ARGS="--log=guest --log-dir=/var/log/xen/console"' >>"$tree/etc/default/xen"
}

# root by a key, from anywhere: what a test has started is reached by nobody else.
add_key()
{
	inside sh -c 'mkdir -m 700 -p ~/.ssh && cd ~/.ssh &&
		ssh-keygen -q -t ed25519 -N "" -f id_ed25519 && cp id_ed25519.pub authorized_keys'
	cp "$tree/root/.ssh/id_ed25519" "$out/key"
}

# What this host has no use for: each program that starts costs much in the emulator. The
# generators run again whenever a package has a unit, debconf whenever apt does something.
spare()
{
	local name units=$tree/etc/systemd/system generators=$tree/etc/systemd/system-generators

	mkdir -p "$generators"
	for name in cryptsetup debug gpt-auto hibernate-resume integritysetup rc-local run \
			system-update veritysetup; do
		ln -s /dev/null "$generators/systemd-$name-generator"
	done
	for name in apt-daily-upgrade.timer apt-daily.timer dpkg-db-backup.timer fstrim.timer \
			getty@tty1.service systemd-pstore.service; do
		ln -s /dev/null "$units/$name"
	done
	rm "$tree/etc/apt/apt.conf.d/70debconf"
}

make_image()
{
	rm -f "$out/root.ext4"
	echo host >"$tree/etc/hostname"
	echo 127.0.0.1 localhost host >"$tree/etc/hosts"
	mke2fs -q -F -t ext4 -L rig-root -m 0 -d "$tree" "$out/root.ext4" 2G
}

rm -f "$out/all.log"
make_tree
if [ "${1:-}" = image ]; then
	add_kernel >/dev/null
	add_hypervisors
	add_guest_kernel
	add_guest
	add_key
	install_packages
	spare
	make_image
	conclude
	exit
fi
under_another_kernel
add_kernel >/dev/null
without_compiler
list_tree >"$out/before"
install_packages
copy_sources
packages_stay
readme
conclude
