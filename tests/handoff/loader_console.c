// SPDX-License-Identifier: GPL-2.0-only
/*
 * The serial port, and the end of the machine.
 */
#include "loader.h"

#define DEBUG_EXIT		0xf4

u32 failures;
static u32 checks;

static u8 in8(u16 port)
{
	u8 value;

	asm volatile("inb %1, %0" : "=a" (value) : "d" (port));
	return value;
}

void out8(u16 port, u8 value)
{
	asm volatile("outb %0, %1" : : "a" (value), "d" (port));
}

void print(const char *text)
{
	for (; *text; text++) {
		while (!(in8(COM1 + 5) & 0x20))
			;
		out8(COM1, *text);
	}
}

void print_number(u64 value)
{
	char text[24];
	char *p = text + sizeof(text) - 1;

	*p = 0;
	do {
		*--p = '0' + value % 10;
		value /= 10;
	} while (value);
	print(p);
}

void check(bool good, const char *what)
{
	checks++;
	if (good)
		return;
	failures++;
	print("# wrong: ");
	print(what);
	print("\n");
}

void verdict(const char *what, u64 number, u32 failures_before)
{
	print(failures == failures_before ? "ok - " : "not ok - ");
	print(what);
	print(" ");
	print_number(number);
	print("\n");
}

void __noreturn leave(void)
{
	print("# ");
	print_number(checks);
	print(" checks\n");
	for (;;)
		out8(DEBUG_EXIT, failures ? 1 : 0);
}
