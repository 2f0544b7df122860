#!/usr/bin/env bash
# Fuzzes every target of the module, one after the other: fuzz.sh TIME [PATTERN].
# What breaks one is kept by Go in testdata/fuzz beside its test, to be mended
# and committed.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

most=${1:-10s} pattern=${2:-.}
targets=$(grep -rnoE --include='*_test.go' '^func Fuzz[[:alnum:]_]*' . | sed -E 's|^\./(.*)/[^/]*:[0-9]+:func (.*)|\1 \2|' | sort -u)
[ -n "$targets" ] || fail "There is nothing to fuzz."

while read -r package target; do
	[[ $target =~ $pattern ]] || continue
	say "$target ($package), $most"
	quietly go test -run '^$' -fuzz "^$target\$" -fuzztime "$most" -parallel 2 "./$package" || fail "$target has found something: see above."
done <<<"$targets"
