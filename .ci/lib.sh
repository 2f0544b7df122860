# What the scripts beside this file share. Sourced, never run.
# From here on the working directory is the module root.
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '» %s\n' "$*" >&2; }

fail() {
	printf '✗ %s\n' "$*" >&2
	exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# quietly COMMAND… keeps the output for the case that the command fails.
quietly() {
	local log status=0
	log=$(mktemp)
	"$@" >"$log" 2>&1 </dev/null || status=$?
	[ "$status" -eq 0 ] || cat "$log" >&2
	rm -f "$log"
	return "$status"
}

# go_program NAME MODULE VERSION [PACKAGE] builds a Go program from the module
# proxy into .cache/bin. The binary itself says which version it is, so no stamp
# can disagree with it, and it is moved into place whole, so a build that was
# stopped half-way leaves nothing that looks finished.
go_program() {
	local name=$1 module=$2 version=$3 package=${4:-$2} built room
	have go || fail "Go is missing. Get it from https://go.dev/dl/ (the version stands in go.mod)."
	built=$(go version -m ".cache/bin/$name" 2>/dev/null | awk '$1 == "mod" { print $2 "@" $3 }') || true
	[ "$built" != "$module@$version" ] || return 0
	say "building $name $version, once; this takes some minutes"
	mkdir -p .cache/bin
	room=$(mktemp -d "$PWD/.cache/build.XXXXXX")
	if ! GOBIN=$room quietly nice -n 10 go install "$package@$version"; then
		rm -rf "$room"
		fail "$name could not be built: see above, and whether the Go module proxy can be reached."
	fi
	mv "$room/$name" ".cache/bin/$name"
	rmdir "$room"
}
