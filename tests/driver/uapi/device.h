/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests of the ioctl interface share: calls, results, an update that works.
 */
#ifndef _DEVICE_H
#define _DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/xen-liveupdate.h>

#define XEN		XEN_LIVEUPDATE_PAYLOAD_XEN
#define CMDLINE		XEN_LIVEUPDATE_PAYLOAD_CMDLINE
#define KERNEL		XEN_LIVEUPDATE_PAYLOAD_KERNEL
#define INITRD		XEN_LIVEUPDATE_PAYLOAD_INITRD
#define BLOB		XEN_LIVEUPDATE_PAYLOAD_BLOB

#define IDLE		XEN_LIVEUPDATE_STATE_IDLE
#define RECEIVING	XEN_LIVEUPDATE_STATE_RECEIVING
#define RECEIVED	XEN_LIVEUPDATE_STATE_RECEIVED
#define VERIFYING	XEN_LIVEUPDATE_STATE_VERIFYING
#define VERIFIED	XEN_LIVEUPDATE_STATE_VERIFIED
#define LOADING		XEN_LIVEUPDATE_STATE_LOADING
#define LOADED		XEN_LIVEUPDATE_STATE_LOADED
#define ARMED		XEN_LIVEUPDATE_STATE_ARMED
#define FAILED		XEN_LIVEUPDATE_STATE_FAILED

#define COLD		XEN_LIVEUPDATE_MODE_COLD
#define LIVE		XEN_LIVEUPDATE_MODE_LIVE
#define DRY_RUN		XEN_LIVEUPDATE_LOAD_DRY_RUN
#define KEEP		XEN_LIVEUPDATE_LOAD_KEEP
#define ON_REBOOT	XEN_LIVEUPDATE_COMMIT_ON_REBOOT

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/* Made by the scenario: the running Xen as a package has it, and inflated. */
#define XEN_GZ		"/payload/xen.gz"
#define XEN_PLAIN	"/tmp/xen"
#define MODULE		"/lib/xen-liveupdate.ko"

/* Takes seconds to be read, hashed or given to Xen. */
#define MUCH		(48UL << 20)

struct blob {
	uint8_t *data;
	size_t size;
};

/* Results, a line each */
void ok(bool good, const char *format, ...) __attribute__((format(printf, 2, 3)));
void is_errno(int got, int want, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* As is_errno(), and STATUS has to say why. */
void refused(int fd, int got, int want, const char *reason, const char *what);
int results(void);
/* Results in between are one: serial lines take long on a slow machine. */
void group_begin(void);
void group_end(const char *format, ...) __attribute__((format(printf, 1, 2)));
void die(const char *what) __attribute__((noreturn));

/* All return 0 or a negative errno; @fd is that of the device. */
int dev_open(int flags);
int dev_call(int fd, unsigned int number, void *arg);
int dev_create(int fd, uint32_t payload, uint64_t length, int *buf);
int dev_stage(int fd, uint32_t payload, const void *data, size_t size);
int dev_stage_file(int fd, uint32_t payload, int file);
int dev_stage_path(int fd, uint32_t payload, const char *path);
int dev_seal(int fd, uint32_t payload, const uint8_t *sha256);
int dev_verify(int fd, uint32_t flags);
int dev_load(int fd, uint32_t mode, uint32_t flags);
int dev_unload(int fd);
int dev_cancel(int fd);
int dev_commit(int fd, const uint8_t *sha256, uint32_t flags);
struct xen_liveupdate_status dev_status(int fd);

/* Bring the device from idle to a state that stays; dies if it cannot. */
void go_to(int fd, uint32_t state);
/* Back to idle */
void go_home(int fd);
const char *state_name(uint32_t state);

/* A small thing that Xen takes for a kernel until it is entered. */
void stage_small_kernel(int fd);
/* An image with so much behind its end that each step takes long. */
void stage_long_image(int fd);

struct blob read_file(const char *path);
uint64_t available_memory(void);
/* Does Xen hold an image to kexec to? */
bool xen_holds_image(void);
/* A whole update but for the commit, one result. */
void works(int fd, const char *after);

void test_arguments(void);
void test_states(void);
void test_owners(void);
void test_buffers(void);
void test_images(void);
void test_bank(void);
void test_around(void);
void test_uploads(void);
void test_fetch(void);
void test_agents(void);
void test_blob(void);
void test_cancel(void);
void test_kill(void);
void test_unload(void);
void test_verify(const char *path, const char *flags, const char *err, const char *reason);

#endif /* _DEVICE_H */
