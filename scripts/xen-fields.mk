# SPDX-License-Identifier: GPL-2.0-only
#
# For build-xen --variant fields: a goal of Xen's makefile that builds a few objects,
# after the headers that are generated for them. They hold all structures that are
# in hypervisor/fields.txt.

include Makefile

FIELDS := common/event_channel.o common/grant_table.o common/ioreq.o \
	common/sched/credit.o common/sched/credit2.o arch/x86/msi.o \
	arch/x86/dmi_scan.o \
	drivers/passthrough/vtd/iommu.o drivers/passthrough/amd/iommu_init.o

.PHONY: fields
fields: outputmakefile FORCE
	$(Q)$(MAKE) $(build)=tools
	$(Q)$(MAKE) $(build)=. include/xen/compile.h
	$(Q)$(MAKE) $(build)=include all
	$(Q)$(MAKE) $(build)=arch/$(SRCARCH) include
	$(Q)$(MAKE) $(build)=. arch/$(SRCARCH)/include/asm/asm-offsets.h
	$(Q)for object in $(FIELDS); do \
		$(MAKE) $(build)=$$(dirname $$object) $$object || exit; \
	done
	$(Q)mkdir -p objects
	$(Q)for object in $(FIELDS); do \
		cp $$object objects/$$(echo $$object | tr / -); \
	done
