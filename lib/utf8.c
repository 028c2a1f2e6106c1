// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Untrusted texts
 *
 * Checks untrusted texts, such as file names and Xen's explanations.
 */
#include "utf8.h"

unsigned int utf8_length(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	unsigned char low = 0x80, high = 0xbf;
	unsigned int length;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	length = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;

	if (s[0] == 0xe0)
		low = 0xa0;
	else if (s[0] == 0xed)
		high = 0x9f;
	else if (s[0] == 0xf0)
		low = 0x90;
	else if (s[0] == 0xf4)
		high = 0x8f;
	if (s[1] < low || s[1] > high)
		return 0;
	for (unsigned int i = 2; i < length; i++) {
		if (s[i] < 0x80 || s[i] > 0xbf)
			return 0;
	}
	return length;
}

unsigned int utf8_control(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	if (s[0] < 0x20 || s[0] == 0x7f)
		return 1;
	/* U+0080 to U+009F: terminals interpret U+009B as escape and bracket. */
	return s[0] == 0xc2 && s[1] >= 0x80 && s[1] < 0xa0 ? 2 : 0;
}

void put_printable(FILE *out, const char *text)
{
	unsigned int length;

	for (; *text; text += length) {
		length = utf8_length(text);
		if (length && !utf8_control(text)) {
			fwrite(text, 1, length, out);
			continue;
		}
		fputc('?', out);
		if (!length)
			length = 1;
	}
}
