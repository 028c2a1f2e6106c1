# SPDX-License-Identifier: GPL-2.0-only
# title: a server: UEFI, AMD-Vi, x2APIC, two NUMA nodes, NVMe, e1000e and a guest: A to B to A
# uses: live tool dom0-lib domu-lib load iommu
# suite: soak
# alone: yes
# qemu: 10
# timeout: 900
# mem: 3072
# smp: 4
# dom0-mem: 640M
# xen-args: liveupdate=256M dom0_max_vcpus=2
# needs: uefi amdvi numa net-msix disk-msix edu

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live
# shellcheck disable=SC1091
. /rig/add/lib/iommu

stage_1()
{
	server_scenario 4
}
