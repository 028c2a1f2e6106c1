#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Does Documentation/stream.rst name every record type, every constant and every
# field of the public header, with the offset and size that the compiler gives it,
# and nothing that the header has not?
#
#	check-doc.sh INCLUDE	folder with the public headers of Xen as "public"
set -euo pipefail

include=$(realpath "$1")
top=$(cd "$(dirname "$0")/../.." && pwd)
header=$top/include/xen-liveupdate/stream
text=$top/Documentation/stream.rst
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
missing=0

complain() {
	echo "# stream.rst: $*"
	missing=1
}

# Code of the header without its comments.
code() {
	cat "$header".h "$header"_*.h | sed -e 's,/\*.*\*/,,' | awk '
		/\/\*/ { comment = 1 }
		!comment { print }
		/\*\// { comment = 0 }'
}

# Names of the constants without XEN_LU_, with their values. Those that end in _ALL
# say nothing new.
constants() {
	code | sed -nE 's/^#define XEN_LU_([A-Z0-9_]+) +\(?(~?[0-9a-fA-FxUL]+).*/\1 \2/p' |
		grep -v '_ALL '
}

# "struct field" for each field; one of an inner array is "array[0].field".
fields() {
	code | awk '
		/^struct [a-z0-9_]+ \{/ { name = $2; next }
		/^\};/ { name = "" }
		!name { next }
		/struct \{/ { inner = 1; n = 0; next }
		/;/ {
			sub(/;.*/, "")
			sub(/\[.*/, "")
			if (/\}/) {
				for (i = 0; i < n; i++)
					print name, $NF "[0]." held[i]
				inner = 0
			} else if (inner)
				held[n++] = $NF
			else
				print name, $NF
		}'
}

# "struct field offset size", as the compiler sees it.
layout() {
	{
		echo '#include <stddef.h>'
		echo '#include <stdint.h>'
		echo '#include <stdio.h>'
		echo '#include <xen-liveupdate/stream.h>'
		echo 'int main(void) {'
		fields | while read -r struct field; do
			printf 'printf("%s %s %%zu %%zu\\n", ' "$struct" "$field"
			printf 'offsetof(struct %s, %s), ' "$struct" "$field"
			printf 'sizeof(((struct %s *)0)->%s));\n' "$struct" "$field"
		done
		echo 'return 0; }'
	} >"$work/layout.c"
	"${CC:-cc}" -D__XEN_TOOLS__ -I"$include" -I"$top/include" -o "$work/layout" "$work/layout.c"
	"$work/layout"
}

# The row of a field in the section of its structure: "``field`` offset size".
has_row() {
	awk -v title="\`\`struct $1\`\`" -v field="\`\`$2\`\`" -v offset="$3" -v size="$4" '
		index($0, "``struct xen_lu_") && !/^ / { inside = index($0, title) }
		inside && $1 == field && $2 == offset && $3 == size { found = 1 }
		END { exit !found }' "$text"
}

while read -r name _; do
	grep -qE "(^|[^A-Z_])(REC_)?${name#REC_}([^A-Z_]|\$)" "$text" ||
		complain "constant $name is not mentioned"
done < <(constants)

# The number of each record type in the table of records.
while read -r name value; do
	[[ $name == REC_* && $name != REC_OPTIONAL && $name != REC_END ]] || continue
	grep -qE "^${value%U} +${name#REC_} " "$text" || complain "record ${name#REC_} is not $value"
done < <(constants)

layout >"$work/rows"
[[ -s $work/rows ]]
while read -r struct field offset size; do
	has_row "$struct" "$field" "$offset" "$size" ||
		complain "no row for $struct.$field at $offset of $size bytes"
done <"$work/rows"

while read -r struct; do
	grep -qh "^struct $struct {" "$header".h "$header"_*.h || complain "struct $struct does not exist"
done < <(grep -oE 'struct xen_lu_[a-z0-9_]+' "$text" | cut -d' ' -f2 | sort -u)

[[ $missing -eq 0 ]]
