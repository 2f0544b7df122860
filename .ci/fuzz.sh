#!/usr/bin/env bash
# Fuzzes every target of the module, one after the other: fuzz.sh TIME [PATTERN].
# What breaks one is kept by Go in testdata/fuzz beside its test, to be mended
# and committed.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

most=${1:-10s} pattern=${2:-.}
targets=$(grep -rnoE --include='*_test.go' '^func Fuzz[[:alnum:]_]*' . | sed -E 's|^\./(.*)/[^/]*:[0-9]+:func (.*)|\1 \2|' | sort -u)
[ -n "$targets" ] || fail "There is nothing to fuzz."

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Go before 1.27 may call the end of its own time a failure, with these words and
# nothing else (go.dev/issue/75804). A find is named, and its input is kept.
late() {
	grep -qx '    context deadline exceeded' "$log" && ! grep -qE 'Failing input|panic|_test\.go:|fuzzing process' "$log"
}

while read -r package target; do
	[[ $target =~ $pattern ]] || continue
	say "$target ($package), $most"
	if ! go test -run '^$' -fuzz "^$target\$" -fuzztime "$most" -parallel 2 "./$package" >"$log" 2>&1 </dev/null && ! late; then
		cat "$log" >&2
		fail "$target has found something: see above."
	fi
done <<<"$targets"
