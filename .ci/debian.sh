#!/usr/bin/env bash
# Installs the Debian packages behind the named parts, where they are missing:
#   .ci/debian.sh postgres chromium java npm pdf clamav
# Says nothing and asks nothing where all is there.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

has_postgres() {
	local dir
	have postgres && have initdb && return
	for dir in /usr/lib/postgresql/*/bin; do
		[ -x "$dir/postgres" ] && [ -x "$dir/initdb" ] && return
	done
	return 1
}

has_chromium() { have chromium-headless-shell || have chromium; }
has_java() { have java; }
has_npm() { have npm; }
# Debian has it where only root looks.
has_clamav() { have clamd || [ -x /usr/sbin/clamd ]; }
has_pdf() { have pdftotext && have pdftoppm; }

# Without a font that has them, ș and Cyrillic are empty boxes in every browser
# test, and text is measured wrongly.
has_fonts() {
	[ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] && return
	have fc-list && [ -n "$(fc-list ':lang=ro:lang=bg' file)" ]
}

packages_of() {
	case $1 in
	postgres) echo postgresql ;;
	chromium) echo chromium-headless-shell ;;
	fonts) echo fonts-dejavu-core ;;
	java) echo default-jre-headless ;;
	npm) echo npm ;;
	pdf) echo poppler-utils ;;
	clamav) echo clamav-daemon ;;
	*) fail "There is no part called $1." ;;
	esac
}

# Vatra and its tests start clusters of their own. Debian's default one would
# only take memory and port 5432, so its making is switched off for this install.
no_default_cluster=/etc/postgresql-common/createcluster.d/vatra-install.conf

install() {
	local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600)
	local status=0
	case " $* " in
	*' postgresql '*)
		$sudo mkdir -p "${no_default_cluster%/*}"
		echo 'create_main_cluster = false' | $sudo tee "$no_default_cluster" >/dev/null
		;;
	esac
	# The lists may be missing or too old, which only the failure tells.
	quietly $sudo "${apt[@]}" install --no-install-recommends -y "$@" 2>/dev/null ||
		{ quietly $sudo "${apt[@]}" update &&
			quietly $sudo "${apt[@]}" install --no-install-recommends -y "$@"; } || status=$?
	$sudo rm -f "$no_default_cluster"
	return "$status"
}

missing=()
for part; do
	packages=$(packages_of "$part")
	"has_$part" || missing+=("$packages")
done
[ ${#missing[@]} -gt 0 ] || exit 0

command="apt-get install --no-install-recommends ${missing[*]}"
have apt-get || fail "Missing here: ${missing[*]} (so named in Debian). Install them and have their programs on PATH."
sudo=
if [ "$(id -u)" -ne 0 ]; then
	sudo='sudo -n'
	$sudo true 2>/dev/null || fail "Missing here, and this user may not install: ${missing[*]}. As root: $command"
fi
say "installing ${missing[*]}"
install "${missing[@]}" || fail "Could not install. What was tried: $command"
