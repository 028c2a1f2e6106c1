#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# hypervisor.sh - the hypervisor's package on a host with another Xen and GRUB
#
# What it is told about the running Xen, and where GRUB's disk is, is made up.

set -euo pipefail

# shellcheck source=tests/packages/lib
. "$(dirname "$0")/lib"
# Other tests may be at work beside this one.
out=$out/hypervisor
version=$(cat "$top/VERSION")

# --- the host -----------------------------------------------------------------

make_tree()
{
	unpack_debian
	mkdir -p "$tree/debs" "$tree/boot/grub"
	cp "$top/build/deb/"{"$NAME",xen-liveupdate-utils,xen-liveupdate-dev}_"$version"_*.deb "$tree/debs/"
	echo GRUB_DISTRIBUTOR=Debian >"$tree/etc/default/grub"
	touch "$tree/boot/"{vmlinuz,initrd.img}-6.1.0-0-amd64
	echo CONFIG_XEN_DOM0=y >"$tree/boot/config-6.1.0-0-amd64"
	fake usr/sbin/grub-probe <<-'END'
	case "$*" in
	*target=device*)	echo /dev/sda1 ;;
	*target=partmap*)	echo gpt ;;
	*target=fs_uuid*)	echo 01234567-89ab-cdef-0123-456789abcdef ;;
	*target=fs*)		echo ext2 ;;
	*target=abstraction*)	;;
	*)			echo hd0,gpt1 ;;
	esac
	END
	inside update-grub
}

# fake PROGRAM: a shell program of that name in the tree, from standard input
fake()
{
	{ echo '#!/bin/sh'; cat; } >"$tree/$1"
	chmod 755 "$tree/$1"
}

# runs BUILD-ID: of the running Xen, which offers live updates
runs()
{
	mkdir -p "$tree/sys/hypervisor/properties"
	# As Linux has it: bytes, not text.
	python3 -c 'import sys; sys.stdout.buffer.write(bytes.fromhex(sys.argv[1]))' "$1" \
		>"$tree/sys/hypervisor/properties/buildid"
	fake usr/sbin/xen-liveupdate <<-'END'
	printf '{\n  "info": {\n    "modes": [\n      "cold",\n      "live"\n    ]\n  }\n}\n'
	END
}

# --- packages that do not exist yet ----------------------------------------------

make_versions()
{
	local other=build/xen-release/xen.gz

	make_version 2 "$top/build/xen-b/xen.gz" bbbb
	(cat "$top/$other"; echo) >"$out/third.gz"
	make_version 3 "$out/third.gz" cccc
	make_version 9 "$out/third.gz" cccc
	first=$(cat "$out/first.buildid")
}

# --- the tests ------------------------------------------------------------------

install_version()
{
	packages 'install --allow-downgrades --reinstall' "/debs/${NAME}_$1_amd64.deb"
}

# entries REGEX: GRUB's titles that match
entries()
{
	grep -E "^\s*(menuentry|submenu) '" "$tree/boot/grub/grub.cfg" | cut -d"'" -f2 | grep -cE "$1" || true
}

# Options that GRUB gives to the images of a name
grub_options()
{
	grep -E "multiboot2\s.*$1" "$tree/boot/grub/grub.cfg" || true
}

is_default()
{
	grep -qE "^\s*set default=\"$1\"" "$tree/boot/grub/grub.cfg"
}

# kept WHAT: that image is the one to go back to, and known by its build id
kept()
{
	cmp "$1" "$tree/$IMAGE.gz.old" && [ "$(cat "$tree/$IMAGE.buildid.old")" = "$2" ]
}

first_install()
{
	cp "$tree/boot/grub/grub.cfg" "$out/grub.cfg"
	list_tree >"$out/before"
	runs 1234
	rm "$tree/usr/sbin/xen-liveupdate"
	verdict "installed beside the distribution's" logged 0 install_version "$version"
	verdict "which is still there" [ -e "$tree/boot/xen-4.17-amd64.gz" ]
	verdict "says how to come to it from a Xen without live update" \
		says 'reboot, and choose the entry "with Xen that can be replaced live"'
	verdict "nothing is kept" [ ! -e "$tree/$IMAGE.gz.old" ]
	cp "$tree/$IMAGE.buildid" "$out/first.buildid"
}

grub()
{
	verdict "GRUB understands its configuration" inside grub-script-check /boot/grub/grub.cfg
	verdict "has an entry for it" [ "$(entries 'GNU/Linux, with Xen that can be replaced live$')" = 1 ]
	verdict "with live update" [ -n "$(grub_options "xen-4.17-liveupdate-amd64.gz .*liveupdate=")" ]
	verdict "and none for others" [ -z "$(grub_options "/xen-4.17-amd64.gz .*liveupdate=")" ]
	verdict "the others are there" [ "$(entries 'with Xen hypervisor')" -gt 0 ]
	verdict "the default is what it was" is_default 0
	verdict "and no entry comes before it" diff <(grep -m 1 ^menuentry "$out/grub.cfg") \
		<(grep -m 1 ^menuentry "$tree/boot/grub/grub.cfg")
	sed -i 's/^XEN_LIVEUPDATE_DEFAULT=0/XEN_LIVEUPDATE_DEFAULT=1/' "$tree/etc/default/grub.d/xenliveupdate.cfg"
	inside update-grub 2>/dev/null
	verdict "unless it is asked for" is_default "Debian GNU/Linux, with Xen that can be replaced live"
	sed -i 's/^XEN_LIVEUPDATE_DEFAULT=1/XEN_LIVEUPDATE_DEFAULT=0/' "$tree/etc/default/grub.d/xenliveupdate.cfg"
}

upgrades()
{
	local release=$top/build/xen-release/xen.gz

	runs "$first"
	verdict "upgraded" logged 0 install_version 2
	verdict "says that a live update is possible" says 'A live update to this Xen is possible'
	verdict "and how" says "xen-liveupdate update /$IMAGE\.gz$"
	verdict "and how to go back" says "xen-liveupdate rollback$"
	verdict "the image before it is kept" kept "$release" "$first"
	verdict "GRUB has an entry for that" [ -n "$(grub_options "xen-4.17-liveupdate-amd64.gz.old .*liveupdate=")" ]
	verdict "which is not the first" diff <(grub_options boot/liveupdate | head -n 1) \
		<(grub_options 'xen-4.17-liveupdate-amd64.gz ' | head -n 1)
	verdict "installed again" logged 0 install_version 2
	verdict "keeps the same" kept "$release" "$first"
	verdict "upgraded while the first one runs" logged 0 install_version 3
	verdict "keeps the one that runs" kept "$release" "$first"
	runs bbbb
	verdict "an upgrade that fails" logged 100 install_version 9
	verdict "keeps the same" kept "$release" "$first"
	verdict "and leaves no other" [ -z "$(find "$tree/boot" -name '*.replaced')" ]
	runs cccc
	verdict "downgraded" logged 0 install_version "$version"
	verdict "keeps the newer" kept "$out/third.gz" cccc
	runs "$first"
	verdict "to what runs" logged 0 install_version "$version"
	verdict "says so" says 'is the one that runs: there is nothing to update'
}

# asked [OTHER...]: the host is to be rebooted for this package, and for these
asked()
{
	[ -s "$tree/run/reboot-required" ] &&
		printf '%s\n' "$@" $NAME | sort | cmp - <(sort "$tree/run/reboot-required.pkgs")
}

# As udev does behind a live update to the build
updated()
{
	runs "$1"
	inside /usr/lib/xen-liveupdate/reboot-required
}

not_asked()
{
	[ ! -e "$tree/run/reboot-required" ] && [ ! -e "$tree/run/reboot-required.pkgs" ]
}

reboot()
{
	verdict "nobody is asked to reboot to what runs" not_asked
	install_version 2 >"$out/log" 2>&1
	verdict "but to another one" asked
	install_version 2 >"$out/log" 2>&1
	verdict "once" asked
	updated "$first"
	verdict "also if the old one went on" asked
	echo linux-image >>"$tree/run/reboot-required.pkgs"
	verdict "others may ask, too" asked linux-image
	updated bbbb
	verdict "after a live update only they do" [ "$(cat "$tree/run/reboot-required.pkgs")" = linux-image ]
	verdict "as before" [ -s "$tree/run/reboot-required" ]
	rm "$tree/run/reboot-required"*
	runs "$first"
	install_version 2 >"$out/log" 2>&1
	updated bbbb
	verdict "nobody else: it is all gone" not_asked
	touch "$tree/run/reboot-required"
	runs "$first"
	install_version 2 >"$out/log" 2>&1
	updated bbbb
	verdict "what others have made without a name stays" [ -e "$tree/run/reboot-required" ]
	rm "$tree/run/reboot-required"
	runs "$first"
	install_version 2 >"$out/log" 2>&1
	verdict "removed while it asks" logged 0 packages remove $NAME
	verdict "nobody is asked" not_asked
	install_version "$version" >"$out/log" 2>&1
	rm -f "$tree/$IMAGE".*.old
	verdict "a first installation asks nobody" not_asked
}

# What the packages say of themselves to Debian's test machines
own_tests()
{
	rm -f "$tree/usr/sbin/xen-liveupdate"
	verdict "tool and header installed" logged 0 packages install \
		"/debs/xen-liveupdate-utils_*.deb /debs/xen-liveupdate-dev_*.deb"
	mkdir -p "$tree/own"
	cp "$top"/debian/tests/{image,agent} "$tree/own/"
	verdict "debian/tests/image" logged 0 inside /own/image
	verdict "debian/tests/agent" logged 0 inside /own/agent
	verdict "reaches the driver's door" says 'agent: open /dev/xen-liveupdate'
	verdict "tool and header purged" logged 0 packages purge "xen-liveupdate-*"
	rm -rf "$tree/own"
}

purge()
{
	verdict "removed" logged 0 packages remove $NAME
	verdict "GRUB has no entry" [ "$(entries 'replaced live')" = 0 ]
	verdict "purged" logged 0 packages purge $NAME
	rm -rf "$tree/sys/hypervisor" "$tree/usr/sbin/xen-liveupdate"
	verdict "leaves nothing" diff "$out/before" <(list_tree)
	verdict "and GRUB as it was" cmp "$out/grub.cfg" "$tree/boot/grub/grub.cfg"
}

mkdir -p "$out"
rm -f "$out/all.log"
make_tree >"$out/tree.log" 2>&1
first_install
grub
make_versions
upgrades
reboot
own_tests
purge
[ "$failed" != 0 ] || rm -rf "$tree" "$out/repacked"
conclude
