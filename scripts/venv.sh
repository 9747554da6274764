#!/bin/sh
# Makes .venv with the first Python that is new enough, or says in one sentence what is missing.
set -eu

say() {
    echo "$1" >&2
    exit 1
}

fits='import sys; sys.exit(sys.version_info < (3, 11))'
found=
for name in python3.11 python3.12 python3.13 python3; do
    if "$name" -c "$fits" >/dev/null 2>&1; then
        found=$name
        break
    fi
done

[ -n "$found" ] || say "Gotovo needs Python 3.11 or newer and found none; on Debian or Ubuntu: apt-get install python3 python3-venv"

version=$("$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
"$found" -c 'import venv, ensurepip' >/dev/null 2>&1 ||
    say "Python $version is here without its venv module; on Debian or Ubuntu: apt-get install python3-venv (or python$version-venv)"

rm -rf .venv
if ! made=$("$found" -m venv .venv 2>&1); then
    rm -rf .venv
    say "Python $version could not make .venv: $(echo "$made" | tail -n 1)"
fi
