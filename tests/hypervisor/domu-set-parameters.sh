# SPDX-License-Identifier: GPL-2.0-only
# title: options that were changed at run time stay as they are
# uses: live domu-lib
# smp: 2
# timeout: 200
# dom0-mem: 640M
# xen-args: liveupdate=192M

# Every option that can be changed at run time, with its value
parameters()
{
	for name in $(xenhypfs ls /params | awk '{ print $NF }'); do
		echo "$name=$(xenhypfs cat "/params/$name")"
	done
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	host_begin
	booted=$(parameters)
	diag "$booted"
	ok "options are changed" xl set-parameters \
		"loglvl=error/info gnttab_max_frames=48 crash-debug-panic=d global-pages=0"
	ok "and one by itself" xenhypfs write /params/console_timestamps boot
	before=$(parameters)
	not_ok "they have other values" [ "$booted" = "$before" ]
	diag "$before"
	for generation in 1 2; do
		ok "update $generation" update
		is "values after update $generation" "$(parameters)" "$before"
		is "no warning" "$(lu-load report | grep -c 'warnings 0x[1-9]')" 0
	done
	RIG_XEN_ARGS="$RIG_XEN_ARGS console_timestamps=date"
	ok "an update with another command line" update
	is "the command line wins" "$(parameters)" \
		"$(echo "$before" | sed 's/^console_timestamps=.*/console_timestamps=date/')"
}
