#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Does Documentation/stream.rst name every record type, every constant and every
# field of the public header, and nothing that the header has not?
set -euo pipefail

top=$(cd "$(dirname "$0")/../.." && pwd)
header=$top/hypervisor/files/xen/include/public/liveupdate.h
text=$top/Documentation/stream.rst
missing=0

complain() {
	echo "# stream.rst: $*"
	missing=1
}

# Code of the header without its comments.
code() {
	sed -e 's,/\*.*\*/,,' "$header" | awk '
		/\/\*/ { comment = 1 }
		!comment { print }
		/\*\// { comment = 0 }'
}

# Names of the constants without XEN_LU_, with their values.
constants() {
	code | sed -nE 's/^#define XEN_LU_([A-Z0-9_]+) +\(?(~?[0-9a-fA-FxUL]+).*/\1 \2/p'
}

# "struct field" for each field of each structure; inner ones count as fields.
fields() {
	code | awk '
		/^struct [a-z_]+ \{/ { name = $2; next }
		/^\};/ { name = "" }
		name && /;/ {
			sub(/;.*/, "")
			sub(/\[.*/, "")
			print name, $NF
		}'
}

while read -r name _; do
	grep -qE "(^|[^A-Z_])(XEN_LU_)?${name#REC_}([^A-Z_]|\$)" "$text" ||
		complain "constant $name is not mentioned"
done < <(constants)

# The number of each record type in the table of records.
while read -r name value; do
	[[ $name == REC_* && $name != REC_OPTIONAL && $name != REC_END ]] || continue
	value=${value%U}
	grep -qE "^$value +${name#REC_} " "$text" || complain "record ${name#REC_} is not $value"
done < <(constants)

# A field has a row in the section of its structure: "``name``".
while read -r struct field; do
	awk -v struct="$struct" -v field="$field" '
		$0 ~ "struct " struct "``" { inside = 1; next }
		inside && /^struct|``struct xen_lu_/ { inside = 0 }
		inside && index($0, "``" field) { found = 1 }
		END { exit !found }' "$text" || complain "$struct.$field is not described"
done < <(fields)

# Structures that the text describes exist.
while read -r struct; do
	grep -q "^struct $struct {" "$header" || complain "struct $struct does not exist"
done < <(grep -oE 'struct xen_lu_[a-z_]+' "$text" | cut -d' ' -f2 | sort -u)

[[ $missing -eq 0 ]]
