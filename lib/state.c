// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: States
 *
 * The state machine of an update as a table: a row for each state, a column for each
 * action. Documentation/state-machine.rst shows the same table.
 */
#include "state.h"

/* An entry is a state plus one. An action missing from the table is 0 and refused. */
#define TO(state)	(XEN_LIVEUPDATE_STATE_##state + 1)

static const u8 xlu_next[XLU_NR_STATES][XLU_NR_ACTIONS] = {
	[XEN_LIVEUPDATE_STATE_IDLE] = {
		[XLU_DO_STAGE_XEN]	= TO(RECEIVING),
		[XLU_DO_STAGE]		= TO(RECEIVING),
	},
	[XEN_LIVEUPDATE_STATE_RECEIVING] = {
		[XLU_DO_STAGE_XEN]	= TO(RECEIVING),
		[XLU_DO_STAGE]		= TO(RECEIVING),
		[XLU_DO_SEAL_XEN]	= TO(RECEIVED),
		[XLU_DO_SEAL]		= TO(RECEIVING),
		[XLU_DO_CANCEL]		= TO(IDLE),
		[XLU_DO_FAIL]		= TO(FAILED),	/* wrong digest, read error */
	},
	[XEN_LIVEUPDATE_STATE_RECEIVED] = {
		[XLU_DO_STAGE_XEN]	= TO(RECEIVING),
		[XLU_DO_STAGE]		= TO(RECEIVED),
		[XLU_DO_SEAL]		= TO(RECEIVED),
		[XLU_DO_VERIFY]		= TO(VERIFYING),
		[XLU_DO_CANCEL]		= TO(IDLE),
		[XLU_DO_FAIL]		= TO(FAILED),
	},
	/* A running step ends by itself; CANCEL only asks it to end with FAIL. */
	[XEN_LIVEUPDATE_STATE_VERIFYING] = {
		[XLU_DO_VERIFIED]	= TO(VERIFIED),
		[XLU_DO_CANCEL]		= TO(VERIFYING),
		[XLU_DO_FAIL]		= TO(FAILED),
	},
	/* Staging the Xen image anew requires verification; staging others does not. */
	[XEN_LIVEUPDATE_STATE_VERIFIED] = {
		[XLU_DO_STAGE_XEN]	= TO(RECEIVING),
		[XLU_DO_STAGE]		= TO(VERIFIED),
		[XLU_DO_SEAL]		= TO(VERIFIED),
		[XLU_DO_VERIFY]		= TO(VERIFYING),
		[XLU_DO_LOAD]		= TO(LOADING),
		[XLU_DO_CANCEL]		= TO(IDLE),
		[XLU_DO_FAIL]		= TO(FAILED),
	},
	[XEN_LIVEUPDATE_STATE_LOADING] = {
		[XLU_DO_LOADED]		= TO(LOADED),
		[XLU_DO_NOT_LOADED]	= TO(VERIFIED),
		[XLU_DO_CANCEL]		= TO(LOADING),
		[XLU_DO_FAIL]		= TO(FAILED),
	},
	[XEN_LIVEUPDATE_STATE_LOADED] = {
		[XLU_DO_UNLOAD]		= TO(IDLE),
		[XLU_DO_ARM]		= TO(ARMED),
		[XLU_DO_COMMIT]		= TO(COMMITTING),
		[XLU_DO_CANCEL]		= TO(IDLE),
	},
	[XEN_LIVEUPDATE_STATE_ARMED] = {
		[XLU_DO_UNLOAD]		= TO(IDLE),
		[XLU_DO_COMMIT]		= TO(COMMITTING),
		[XLU_DO_CANCEL]		= TO(IDLE),
	},
	[XEN_LIVEUPDATE_STATE_COMMITTING] = {
		[XLU_DO_DONE]		= TO(IDLE),
		[XLU_DO_NOT_DONE]	= TO(LOADED),
		[XLU_DO_FAIL]		= TO(FAILED),
	},
	[XEN_LIVEUPDATE_STATE_FAILED] = {
		[XLU_DO_STAGE_XEN]	= TO(RECEIVING),
		[XLU_DO_STAGE]		= TO(RECEIVING),
		[XLU_DO_CANCEL]		= TO(IDLE),
	},
};

static const char * const xlu_state_words[XLU_NR_STATES] = {
	[XEN_LIVEUPDATE_STATE_IDLE]		= "idle",
	[XEN_LIVEUPDATE_STATE_RECEIVING]	= "receiving",
	[XEN_LIVEUPDATE_STATE_RECEIVED]		= "received",
	[XEN_LIVEUPDATE_STATE_VERIFYING]	= "verifying",
	[XEN_LIVEUPDATE_STATE_VERIFIED]		= "verified",
	[XEN_LIVEUPDATE_STATE_LOADING]		= "loading",
	[XEN_LIVEUPDATE_STATE_LOADED]		= "loaded",
	[XEN_LIVEUPDATE_STATE_ARMED]		= "armed",
	[XEN_LIVEUPDATE_STATE_COMMITTING]	= "committing",
	[XEN_LIVEUPDATE_STATE_FAILED]		= "failed",
};

static const char * const xlu_action_words[XLU_NR_ACTIONS] = {
	[XLU_DO_STAGE_XEN]	= "stage-xen",
	[XLU_DO_STAGE]		= "stage",
	[XLU_DO_SEAL_XEN]	= "seal-xen",
	[XLU_DO_SEAL]		= "seal",
	[XLU_DO_VERIFY]		= "verify",
	[XLU_DO_VERIFIED]	= "verified",
	[XLU_DO_LOAD]		= "load",
	[XLU_DO_LOADED]		= "loaded",
	[XLU_DO_NOT_LOADED]	= "not-loaded",
	[XLU_DO_UNLOAD]		= "unload",
	[XLU_DO_ARM]		= "arm",
	[XLU_DO_COMMIT]		= "commit",
	[XLU_DO_DONE]		= "done",
	[XLU_DO_NOT_DONE]	= "not-done",
	[XLU_DO_CANCEL]		= "cancel",
	[XLU_DO_FAIL]		= "fail",
};

static bool state_is_running(enum xen_liveupdate_state state)
{
	return state == XEN_LIVEUPDATE_STATE_VERIFYING ||
	       state == XEN_LIVEUPDATE_STATE_LOADING ||
	       state == XEN_LIVEUPDATE_STATE_COMMITTING;
}

int xlu_state_next(enum xen_liveupdate_state state, enum xlu_action action)
{
	u8 to;

	if ((unsigned int)state >= XLU_NR_STATES || (unsigned int)action >= XLU_NR_ACTIONS)
		return -EBADFD;
	to = xlu_next[state][action];
	if (to)
		return to - 1;
	return state_is_running(state) ? -EBUSY : -EBADFD;
}

const char *xlu_state_word(enum xen_liveupdate_state state)
{
	return (unsigned int)state < XLU_NR_STATES ? xlu_state_words[state] : "unknown";
}

const char *xlu_action_word(enum xlu_action action)
{
	return (unsigned int)action < XLU_NR_ACTIONS ? xlu_action_words[action] : "unknown";
}
