#!/usr/bin/env bash
# Fails, with the difference, where the generated views are not what the .templ
# files say. Compared with the tree as it was and not with the last commit, so it
# can be run before committing.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

generated() {
	mkdir -p "$1"
	find . -name '*_templ.go' -not -path './node_modules/*' -exec cp --parents -t "$1" {} +
}

room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
generated "$room/before"
quietly go tool templ generate
generated "$room/after"
git -C "$room" --no-pager diff --no-index --exit-code before after ||
	fail "The generated views were out of date. They are written anew: commit them (make generate)."
