# SPDX-License-Identifier: GPL-2.0-only
#
# For people; "make help" lists the targets. The kernel's build system reads
# Kbuild instead. Everything that is built goes below build/.

VERSION	:= $(shell cat VERSION)
MAKEFLAGS += --no-print-directory
Q	:= $(if $(V),,@)

# --- which kernel the module is for -------------------------------------------
#
# KDIR=dir, KVER=release or KERNEL=6.1|6.12, whose headers are downloaded; without any
# of them the running kernel. Nothing is downloaded without being asked.

needs_kernel := $(filter all modules modules_install install sparse, $(or $(MAKECMDGOALS),all))

ifneq ($(needs_kernel),)
  ifeq ($(KDIR)$(KVER)$(KERNEL),)
    KVER := $(shell uname -r)
  endif
  ifneq ($(KERNEL),)
    KDIR := $(or $(KDIR),$(shell scripts/fetch headers $(KERNEL)))
  endif
  KDIR := $(or $(KDIR),/lib/modules/$(KVER)/build)
  ifeq ($(wildcard $(KDIR)/Makefile),)
    $(error no kernel headers in '$(KDIR)': install linux-headers-$(or $(KVER),amd64), or give KDIR=dir, or KERNEL=6.1 to download some)
  endif
  ifeq ($(KVER),)
    KVER := $(shell cat $(KDIR)/include/config/kernel.release)
  endif
endif

DRIVER_OUT ?= build/driver-$(or $(KERNEL),$(KVER))
MODULE	:= $(DRIVER_OUT)/xen-liveupdate.ko

# --- where things are installed -------------------------------------------------

PREFIX	?= /usr
UDEVDIR	?= /lib/udev
UNITDIR	?= /lib/systemd/system
MODPROBEDIR ?= /etc/modprobe.d

# --- building -------------------------------------------------------------------

.DEFAULT_GOAL := all
all: modules tools

# Several of these call make for the same parts: one after the other.
.NOTPARALLEL:

handoff:
	$(Q)$(MAKE) $(if $(V),,-s) -C handoff OUT=$(CURDIR)/build/handoff

# The kernel builds where its sources are, so it gets links to them. Below
# /var/lib/dkms nothing may be executable.
modules:
	$(Q)sh scripts/link-sources $(DRIVER_OUT)/src
	$(Q)$(MAKE) -C $(KDIR) M=$(abspath $(DRIVER_OUT))/src $(if $(V),V=1) \
		XLU_VERSION=$(VERSION) modules
	$(Q)cp $(DRIVER_OUT)/src/driver/xen-liveupdate/xen-liveupdate.ko $(MODULE)

tools:
	$(Q)$(MAKE) $(if $(V),,-s) -C tools

# --- installing -----------------------------------------------------------------

modules_install: modules
	$(Q)$(MAKE) -C $(KDIR) M=$(abspath $(DRIVER_OUT))/src INSTALL_MOD_DIR=updates \
		$(if $(DESTDIR),INSTALL_MOD_PATH=$(abspath $(DESTDIR))) modules_install

# The second is a part of the first.
UAPI_HEADERS := include/uapi/linux/xen-liveupdate.h include/uapi/linux/xen-liveupdate-codes.h

# What goes with the tool; the module comes by modules_install or dkms-install.
utils_install: tools
	$(Q)$(MAKE) -C tools install DESTDIR=$(DESTDIR) PREFIX=$(PREFIX)
	$(Q)install -D -m 644 scripts/dist/60-xen-liveupdate.rules \
		$(DESTDIR)$(UDEVDIR)/rules.d/60-xen-liveupdate.rules
	$(Q)install -D -m 644 scripts/dist/xen-liveupdate.service \
		$(DESTDIR)$(UNITDIR)/xen-liveupdate.service
	$(Q)install -D -m 644 scripts/dist/modprobe.conf \
		$(DESTDIR)$(MODPROBEDIR)/xen-liveupdate.conf
	$(Q)install -d $(DESTDIR)$(PREFIX)/include/linux
	$(Q)install -m 644 $(UAPI_HEADERS) $(DESTDIR)$(PREFIX)/include/linux/

# What a program needs that makes updates by itself, beside the header above.
DEV_HEADERS := $(wildcard include/xen-liveupdate/*.h)

dev_install:
	$(Q)install -d $(DESTDIR)$(PREFIX)/include/xen-liveupdate $(DESTDIR)$(PREFIX)/share/pkgconfig
	$(Q)install -m 644 $(DEV_HEADERS) $(DESTDIR)$(PREFIX)/include/xen-liveupdate/
	$(Q)sed 's,@VERSION@,$(VERSION),; s,@PREFIX@,$(PREFIX),' scripts/dist/xen-liveupdate.pc \
		>$(DESTDIR)$(PREFIX)/share/pkgconfig/xen-liveupdate.pc

install: modules_install utils_install dev_install

dkms-install:
	$(Q)scripts/dkms install

uninstall:
	$(Q)$(if $(DESTDIR),,scripts/dkms remove)
	$(Q)$(MAKE) -C tools uninstall DESTDIR=$(DESTDIR) PREFIX=$(PREFIX)
	$(Q)rm -f $(DESTDIR)$(UDEVDIR)/rules.d/60-xen-liveupdate.rules \
		$(DESTDIR)$(UNITDIR)/xen-liveupdate.service \
		$(DESTDIR)$(MODPROBEDIR)/xen-liveupdate.conf \
		$(addprefix $(DESTDIR)$(PREFIX)/include/linux/,$(notdir $(UAPI_HEADERS))) \
		$(DESTDIR)$(PREFIX)/share/pkgconfig/xen-liveupdate.pc
	$(Q)rm -rf $(DESTDIR)$(PREFIX)/include/xen-liveupdate
	$(Q)for module in $(wildcard $(DESTDIR)/lib/modules/*/updates/driver/xen-liveupdate/*.ko*); do \
		rm -f $$module; \
		$(if $(DESTDIR),,depmod "$$(echo $$module | cut -d/ -f4)";) \
	done

# --- checking -------------------------------------------------------------------

check:
	$(Q)scripts/check $(if $(FAIL_FAST),--fail-fast) check

soak:
	$(Q)scripts/check soak

bench:
	$(Q)scripts/bench

demo:
	$(Q)scripts/demo

style:
	$(Q)scripts/lint

# The same module. Every warning is an error here; other flags compile all of it again,
# and only what is compiled is checked.
sparse:
	$(Q)$(MAKE) modules KDIR=$(KDIR) DRIVER_OUT=$(DRIVER_OUT) \
		W=1 C=1 CF=-Wsparse-error KCFLAGS=-Werror

# --- the rest -------------------------------------------------------------------

# A shell in dom0 that has the module and the tool; XEN=path for another Xen.
shell:
	$(Q)scripts/install-deps
	$(Q)$(MAKE) KERNEL=6.1 modules
	$(Q)$(MAKE) $(if $(V),,-s) -C tools static
	$(Q)tests/rig/rig shell $(if $(XEN),--xen $(XEN)) \
		--add build/driver-6.1/xen-liveupdate.ko:/lib/xen-liveupdate.ko \
		--add build/tools/xen-liveupdate.static:/bin/xen-liveupdate

# MAINTAINER="Name <address>": who is named in the packages.
deb:
	$(Q)$(if $(MAINTAINER),MAINTAINER="$(MAINTAINER)") scripts/build-deb

clean:
	rm -rf build

help:
	@sed -n 's/^# help: \{0,1\}//p' $(firstword $(MAKEFILE_LIST))

# help: Build
# help:   make                  module and tool
# help:   make modules          module with the handoff stub in it
# help:   make handoff tools    the stub alone, for tests; the tool alone
# help:   make deb              Debian packages, in build/deb; MAINTAINER="Name <address>"
# help:   make clean            remove build/ (downloads in .cache stay)
# help:
# help: Install (DESTDIR, PREFIX)
# help:   make install          module, tool, man pages, udev rule, unit
# help:   make modules_install  module only
# help:   make utils_install    all but the module
# help:   make dev_install      more headers and pkg-config, for agents
# help:   make dkms-install     module by DKMS, built again for every new kernel
# help:   make uninstall        remove whatever of these was installed
# help:
# help: See it and test it (no Xen needed: QEMU runs one)
# help:   make demo             replace a Xen, with a report at the end
# help:   make check            all tests; FAIL_FAST=1 stops at the first failure
# help:   make soak             the long ones
# help:   make bench            measurements
# help:   make shell            a shell in a dom0 with module and tool
# help:   make style sparse     the checks of the sources alone
# help:
# help: Kernel that the module is for: KDIR=headers, KVER=release, or KERNEL=6.1|6.12,
# help: whose headers are downloaded. Default: the running kernel, with its headers.
# help: V=1 shows the commands.

.PHONY: all handoff modules tools modules_install utils_install dev_install install dkms-install \
	uninstall check soak bench demo style sparse shell deb clean help
