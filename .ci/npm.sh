#!/usr/bin/env bash
# Fetches what the browser tests hold the pages against (axe-core, vnu-jar) into
# node_modules, at the versions of package-lock.json.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

stamp=node_modules/.lock-installed
cmp -s package-lock.json "$stamp" && exit 0
say "fetching axe-core and vnu-jar"
quietly npm ci || fail "npm ci failed: see above, and whether the npm registry can be reached."
cp package-lock.json "$stamp"
