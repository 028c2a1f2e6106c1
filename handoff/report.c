// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Messages and reset
 *
 * The stub prints one message, to serial line and debug port: that it enters the new Xen,
 * or why it does not. If there is no way back to the old Xen it resets the machine.
 */
#include <xen-liveupdate/names.h>
#include "hw.h"

#define UART_LSR		5
#define UART_LSR_THRE		0x20
/*
 * An inb from a legacy port takes about 1 us; a character needs 1 ms at 9600 baud.
 * A UART that is not ready in this time is given up.
 */
#define UART_POLLS		20000

#define DELAY_PORT		0x80	/* POST codes: a write takes about 1 us */
#define RESET_DELAY		200000
#define RESET_PORT		0xcf9
#define RESET_HARD		0x02
#define RESET_GO		0x04
#define KBD_STATUS		0x64
#define KBD_INPUT_FULL		0x02
#define KBD_POLLS		10000
#define KBD_PULSE_RESET		0xfe

static void put_char(struct xlu_console *console, char c)
{
	u32 polls = UART_POLLS;

	if (console->debug_port)
		port_write(console->debug_port, c);
	if (!console->uart_port)
		return;
	while (!(port_read(console->uart_port + UART_LSR) & UART_LSR_THRE)) {
		if (!--polls) {
			/* do not wait again for each further character */
			console->uart_port = 0;
			return;
		}
	}
	port_write(console->uart_port, c);
}

static void put_text(struct xlu_console *console, const char *text)
{
	for (; *text; text++)
		put_char(console, *text);
}

static void put_hex(struct xlu_console *console, const char *before, u64 value)
{
	int shift = 60;
	u32 digit;

	put_text(console, before);
	put_text(console, "0x");
	while (shift && !(value >> shift))
		shift -= 4;
	for (; shift >= 0; shift -= 4) {
		digit = value >> shift & 0xf;
		put_char(console, digit < 10 ? '0' + digit : 'a' + digit - 10);
	}
}

/**
 * xlu_report_failure() - print why the new Xen is not entered
 * @console: output ports
 * @phase: phase in which the failure was found
 * @reason: enum xlu_reason
 * @fault: details
 */
void xlu_report_failure(struct xlu_console *console, u32 phase, u32 reason,
			const struct xlu_fault *fault)
{
	size_t i;

	/* The cursor may be in the middle of a line of the old Xen. */
	put_text(console, "\r\nxen-liveupdate stub: FAILED in phase \"");
	put_text(console, xlu_phase_name(phase));
	put_text(console, "\": ");
	put_text(console, xlu_reason_name(reason));
	put_text(console, " (detail");
	for (i = 0; i < ARRAY_SIZE(fault->detail); i++)
		put_hex(console, " ", fault->detail[i]);
	put_text(console, ")\r\n");
}

/**
 * xlu_report_success() - print that the new Xen is being entered
 * @console: output ports
 * @h: header, with the counts of moved bytes
 */
void xlu_report_success(struct xlu_console *console, const struct xlu_handoff *h)
{
	put_hex(console, "\r\nxen-liveupdate stub: entering the new Xen at ",
		h->entry_maddr);
	put_hex(console, ", blob at ", h->blob_maddr);
	put_hex(console, ", moved ", h->bytes_moved);
	put_hex(console, ", in place ", h->bytes_in_place);
	put_text(console, "\r\n");
}

/** xlu_reset() - reset the machine by three methods, one of which works on every machine */
void xlu_reset(void)
{
	u32 polls;

	/* Let the UART send its FIFO. */
	for (polls = 0; polls < RESET_DELAY; polls++)
		port_write(DELAY_PORT, 0);

	port_write(RESET_PORT, RESET_HARD);
	port_write(RESET_PORT, RESET_HARD | RESET_GO);
	for (polls = 0; polls < KBD_POLLS && port_read(KBD_STATUS) & KBD_INPUT_FULL; polls++)
		port_write(DELAY_PORT, 0);
	port_write(KBD_STATUS, KBD_PULSE_RESET);
	for (polls = 0; polls < RESET_DELAY; polls++)
		port_write(DELAY_PORT, 0);

	/* An exception without a handler shuts the processor down. */
	set_idt(&no_idt);
	for (;;)
		asm volatile("ud2");
}
