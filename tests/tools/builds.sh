# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # run.sh reads this
#
# builds.sh - which Xen was, is and will be: rollback, and what status says of builds

readonly PACKAGE=boot/liveupdate/xen-4.17-liveupdate-amd64

# builds RUNNING [REPLACED]: of the host below $root
builds()
{
	"$out/builds" "$root" "$@" >"$work/stdout"
}

# build MEMBER [MEMBER]: of what was found
build()
{
	python3 -c 'import json, sys
value = json.load(open(sys.argv[1]))["builds"]
for name in sys.argv[2:]:
    value = value[name]
print(value)' "$work/stdout" "$@"
}

# The menu of GRUB. $1: value of its default
write_grub()
{
	mkdir -p "$root/boot/grub"
	sed "s|@DEFAULT@|$1|" "$top/tests/tools/grub.cfg" >"$root/boot/grub/grub.cfg"
}

# boots DEFAULT WHAT [FILE]: while the new one runs
boots()
{
	write_grub "$1"
	builds "$new"
	is "GRUB's default $1: ${2}" "$(build next_boot) $(build boots file)" "$2 ${3:+$root/$3}"
}

test_next_boot()
{
	local advanced='Advanced options for Debian GNU/Linux (with Xen that can be replaced live)'

	builds "$new"
	is "no GRUB: nothing is known" "$(build next_boot)" unknown
	boots 0 no-xen
	boots 2 other boot/xen-4.17-amd64.gz
	is "its build" "$(build boots build_id)" "$build_id"
	boots xen-liveupdate-1 same $PACKAGE.gz
	boots "Debian GNU/Linux, with Xen that can be replaced live" same $PACKAGE.gz
	boots "xen-liveupdate-advanced-1>xen-hypervisor-4.17>a-2" other $PACKAGE.gz.old
	boots "$advanced>0>1" other $PACKAGE.gz.old
	boots "4>0" same $PACKAGE.gz
	boots 9 unknown
	boots xen-liveupdate unknown
	# shellcheck disable=SC2016 # GRUB's
	boots '${saved_entry}' no-xen
	printf '# GRUB Environment Block\nsaved_entry=xen-gnulinux-simple-1\n####' >"$root/boot/grub/grubenv"
	# shellcheck disable=SC2016 # GRUB's
	boots '${saved_entry}' other boot/xen-4.17-amd64.gz
	printf '# GRUB Environment Block\nnext_entry=xen-liveupdate-1\n####' >"$root/boot/grub/grubenv"
	boots 2 same $PACKAGE.gz
	rm "$root/boot/grub/grubenv"
	mkdir "$root/part"
	mv "$root/boot" "$root/part/"
	ln -s part/boot "$root/boot"
	sed -i 's,/boot/liveupdate,/liveupdate,' "$root/boot/grub/grub.cfg"
	boots_as_is same "/boot on a file system of its own"
	echo '}' >"$root/boot/grub/grub.cfg"
	boots_as_is unknown "no configuration of grub-mkconfig"
	printf 'submenu a {\n%.0s' {1..20} >"$root/boot/grub/grub.cfg"
	boots_as_is unknown "submenus without end"
	rm "$root/boot/grub/grub.cfg"
}

boots_as_is()
{
	[ "$1" = unknown ] || sed -i 's/set default="2"/set default="3"/' "$root/boot/grub/grub.cfg"
	builds "$new"
	is "$2: $1" "$(build next_boot)" "$1"
}

test_previous()
{
	builds "$new"
	is "after a cold boot the one that the package keeps" "$(build previous file)" "$root/$PACKAGE.gz.old"
	is "by its build" "$(build previous build_id)" "$old"
	builds "$old"
	is "none if that runs" "$(build previous file)" ""
	is "the other one is on the disk" "$(build on_disk build_id)" "$new"
	builds "$old" "$new"
	is "but the newer one after a rollback" "$(build previous file)" "$root/$PACKAGE.gz"
	builds "$new" "$old"
	is "after a live update the one that it has replaced" "$(build previous file)" "$root/$PACKAGE.gz.old"
	builds "$new" 1234
	is "none if that is not kept" "$(build previous file)" ""
	echo "no Xen" >"$root/$PACKAGE.gz.old"
	builds "$new"
	is "none if what is kept is no Xen" "$(build previous file)" ""
	rm "$root/$PACKAGE.gz.old"
	builds "$new"
	is "none if none is kept" "$(build previous file)" ""
	rm -r "$root/boot/liveupdate"
	builds "$new"
	is "nor without the package" "$(build previous file)$(build on_disk file)" ""
}

test_builds()
{
	local root=$work/host new old

	[ -e "$top/build/xen-release/xen.gz" ] || { echo "# no build/xen-release: not tested with it"; return 0; }
	mkdir -p "$root/boot/liveupdate"
	cp "$top/build/xen-release/xen.gz" "$root/$PACKAGE.gz"
	cp "$work/xen.gz" "$root/$PACKAGE.gz.old"
	cp "$work/xen.gz" "$root/boot/xen-4.17-amd64.gz"
	run 0 "the new image" check --json "$root/$PACKAGE.gz"
	new=$(member image_build_id)
	old=$build_id
	test_next_boot
	test_previous
}
