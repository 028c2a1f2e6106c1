// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shows progress during a long ioctl: a thread with its own descriptor polls the driver's
 * status.
 */
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "device.h"
#include "progress.h"
#include "watch.h"

static struct {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stop;
	bool running;
	int fd;
} watch = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.wake = PTHREAD_COND_INITIALIZER,
};

/* Returns false if the thread is to stop. */
static bool pause_a_moment(void)
{
	struct timespec until;
	bool go_on;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += 100 * 1000 * 1000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	pthread_mutex_lock(&watch.lock);
	if (!watch.stop)
		pthread_cond_timedwait(&watch.wake, &watch.lock, &until);
	go_on = !watch.stop;
	pthread_mutex_unlock(&watch.lock);
	return go_on;
}

static void *watcher(void *unused)
{
	struct xen_liveupdate_status status;

	(void)unused;
	while (pause_a_moment()) {
		if (device_peek_status(watch.fd, &status))
			progress_update(status.bytes_done, status.bytes_total);
	}
	return NULL;
}

void watch_begin(const char *label)
{
	progress_begin(label);
	watch.stop = false;
	watch.fd = device_peek();
	watch.running = watch.fd >= 0 &&
			!pthread_create(&watch.thread, NULL, watcher, NULL);
}

void watch_end(bool good)
{
	if (watch.running) {
		pthread_mutex_lock(&watch.lock);
		watch.stop = true;
		pthread_cond_signal(&watch.wake);
		pthread_mutex_unlock(&watch.lock);
		pthread_join(watch.thread, NULL);
	}
	if (watch.fd >= 0)
		close(watch.fd);
	progress_end(good);
}
