#!/usr/bin/env bash
# Fails where SECURITY.md names a test or a file that does not exist, counts its
# rows wrongly, or lists other rows as open than its tables do.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

table=SECURITY.md
rows=$(grep -E '^\| [0-9]+\.[0-9]+\.[0-9]+ \|' "$table")

unknown=$(comm -23 <(grep -oE '`(Test|Fuzz)[[:alnum:]_]+`' "$table" | tr -d '`' | sort -u) \
	<(grep -rhoE --include='*_test.go' '^func (Test|Fuzz)[[:alnum:]_]+' assessment certificates cmd content lms migrations | cut -c6- | sort -u))
[ -z "$unknown" ] || fail "$table names what is no test: $unknown"
for path in $(sed -nE 's/.*\| by reading: (.*) \|$/\1/p' <<<"$rows" | tr -d ','); do
	[ -e "$path" ] || fail "$table is to be read beside $path, which does not exist."
done

count() { grep -cE "\| $1[^|]* \|\$" <<<"$rows" || true; }
said="Of $(wc -l <<<"$rows") rows $(count '`(Test|Fuzz)') are shown by a test, $(count 'by reading: ') by reading, $(count 'n/a: ') are not applicable, and $(count 'open: ') are open."
grep -qF "$said" "$table" || fail "$table counts its rows wrongly: $said"

diff <(grep -E '\| open: [^|]* \|$' <<<"$rows" | awk '{ print $2 }') \
	<(sed -n '/^## What is open/,/^## V1 /p' "$table" | sed -nE 's/^- ([0-9.]+), .*/\1/p') ||
	fail "The list of what is open in $table is not that of its tables."
