// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state machine against a second statement of it, and what must hold of any
 * such machine; the words for states, actions and reasons.
 */
#include <string.h>

#include "lib/reason.h"
#include "lib/state.h"
#include "test.h"

#define IDLE		XEN_LIVEUPDATE_STATE_IDLE
#define RECEIVING	XEN_LIVEUPDATE_STATE_RECEIVING
#define LOADED		XEN_LIVEUPDATE_STATE_LOADED
#define COMMITTING	XEN_LIVEUPDATE_STATE_COMMITTING

/*
 * A row for each state, a column for each action, both in the order of their enums.
 * A digit is the state that follows, b is EBUSY, a dot is EBADFD.
 *
 *	  stage-xen
 *	  |stage
 *	  ||seal-xen
 *	  |||seal
 *	  ||||verify
 *	  |||||verified
 *	  ||||||load
 *	  |||||||loaded
 *	  ||||||||not-loaded
 *	  |||||||||unload
 *	  ||||||||||arm
 *	  |||||||||||commit
 *	  ||||||||||||done
 *	  |||||||||||||not-done
 *	  ||||||||||||||cancel
 *	  |||||||||||||||fail
 */
static const char * const expected[XLU_NR_STATES] = {
	/* 0 */	"11..............",
	/* 1 */	"1121..........09",
	/* 2 */	"12.23.........09",
	/* 3 */	"bbbbb4bbbbbbbb39",
	/* 4 */	"14.43.5.......09",
	/* 5 */	"bbbbbbb64bbbbb59",
	/* 6 */	".........078..0.",
	/* 7 */	".........0.8..0.",
	/* 8 */	"bbbbbbbbbbbb06b9",
	/* 9 */	"11............0.",
};

static int meaning(char c)
{
	switch (c) {
	case '.':
		return -EBADFD;
	case 'b':
		return -EBUSY;
	default:
		return c - '0';
	}
}

static bool table_matches(void)
{
	bool good = true;
	int s, a, got;

	for (s = 0; s < XLU_NR_STATES; s++) {
		if (strlen(expected[s]) != XLU_NR_ACTIONS)
			return false;
		for (a = 0; a < XLU_NR_ACTIONS; a++) {
			got = xlu_state_next(s, a);
			if (got == meaning(expected[s][a]))
				continue;
			printf("# %s in %s: %d\n", xlu_action_word(a), xlu_state_word(s), got);
			good = false;
		}
	}
	return good;
}

/* States as bits that can be reached from those in @from without action @without. */
static u32 reachable(u32 from, int without)
{
	u32 before;
	int s, a, next;

	do {
		before = from;
		for (s = 0; s < XLU_NR_STATES; s++) {
			for (a = 0; from & 1U << s && a < XLU_NR_ACTIONS; a++) {
				next = a == without ? -1 : xlu_state_next(s, a);
				if (next >= 0)
					from |= 1U << next;
			}
		}
	} while (from != before);
	return from;
}

static bool idle_from_everywhere(void)
{
	int s;

	for (s = 0; s < XLU_NR_STATES; s++)
		if (!(reachable(1U << s, -1) & 1U << IDLE))
			return false;
	return true;
}

/* The step that runs owns the state: nothing but its own end may change it. */
static bool running_steps_are_left_alone(void)
{
	static const enum xen_liveupdate_state running[] = {
		XEN_LIVEUPDATE_STATE_VERIFYING,
		XEN_LIVEUPDATE_STATE_LOADING,
		XEN_LIVEUPDATE_STATE_COMMITTING,
	};
	unsigned int i;
	int a, next;

	for (i = 0; i < ARRAY_SIZE(running); i++) {
		for (a = 0; a < XLU_NR_ACTIONS; a++) {
			next = xlu_state_next(running[i], a);
			if (next == -EBADFD)
				return false;
			if (a == XLU_DO_CANCEL && next >= 0 && next != (int)running[i])
				return false;
		}
	}
	return true;
}

/* They come from ioctl numbers and the like. */
static bool nonsense_is_refused(void)
{
	return xlu_state_next(XLU_NR_STATES, XLU_DO_STAGE) == -EBADFD &&
	       xlu_state_next(-1, XLU_DO_STAGE) == -EBADFD &&
	       xlu_state_next(IDLE, XLU_NR_ACTIONS) == -EBADFD &&
	       xlu_state_next(IDLE, -1) == -EBADFD &&
	       !strcmp(xlu_state_word(XLU_NR_STATES), "unknown") &&
	       !strcmp(xlu_state_word(-1), "unknown") &&
	       !strcmp(xlu_action_word(XLU_NR_ACTIONS), "unknown") &&
	       !strcmp(xlu_action_word(-1), "unknown");
}

/* Lower-case words joined by hyphens, for STATUS and sysfs. */
static bool is_word(const char *word)
{
	size_t len = word ? strlen(word) : 0;

	return len && len < sizeof(((struct xen_liveupdate_status *)0)->reason) &&
	       strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-") == len &&
	       word[0] != '-' && word[len - 1] != '-' && !strstr(word, "--") &&
	       strcmp(word, "unknown");
}

static const char *state_word(int i)
{
	return xlu_state_word(i);
}

static const char *action_word(int i)
{
	return xlu_action_word(i);
}

static const char *why_word(int i)
{
	return xlu_why_word(i);
}

static bool words_are_good(const char *(*word)(int i), int nr)
{
	int i, j;

	for (i = 0; i < nr; i++) {
		if (!is_word(word(i)))
			return false;
		for (j = 0; j < i; j++)
			if (!strcmp(word(i), word(j)))
				return false;
	}
	return true;
}

void test_state(void)
{
	const u32 all = (1U << XLU_NR_STATES) - 1;

	verdict(table_matches(), "every action in every state");
	verdict(reachable(1U << IDLE, -1) == all, "every state can be reached");
	verdict(idle_from_everywhere(), "idle can be reached from every state");
	verdict(!(reachable(1U << IDLE, XLU_DO_VERIFIED) & 1U << LOADED),
		"nothing is loaded that was not verified");
	verdict(!(reachable(1U << RECEIVING, XLU_DO_SEAL_XEN) & 1U << LOADED),
		"nothing is loaded that was not sealed");
	verdict(!(reachable(1U << IDLE, XLU_DO_LOADED) & 1U << COMMITTING),
		"nothing is committed that was not loaded");
	verdict(running_steps_are_left_alone(), "only its own end changes a running step");
	verdict(nonsense_is_refused(), "numbers that are no state or action");
	verdict(words_are_good(state_word, XLU_NR_STATES), "words for states");
	verdict(words_are_good(action_word, XLU_NR_ACTIONS), "words for actions");
}

void test_reason(void)
{
	bool good = !xlu_why_errno(XLU_WHY_NONE);
	int i;

	for (i = 1; i < XLU_NR_WHY; i++)
		good = good && xlu_why_errno(i) > 0 && xlu_why_errno(i) < 4096;
	verdict(good, "every reason has an errno");
	verdict(words_are_good(why_word, XLU_NR_WHY), "words for reasons");
	verdict(!strcmp(xlu_why_word(XLU_NR_WHY), "unknown") &&
		!strcmp(xlu_why_word(-1), "unknown") && xlu_why_errno(XLU_NR_WHY) == EIO &&
		xlu_why_errno(-1) == EIO, "numbers that are no reason");
}
