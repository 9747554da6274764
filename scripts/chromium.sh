#!/bin/sh
# The browser tests need a Chromium. Plain: installs it where that is possible (root and apt-get), else says so in one line.
# With --marks: prints the pytest arguments that leave the browser tests out when there is none.
set -eu

is_here() {
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1
}

install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    echo "Installing Chromium for the browser tests (once)…"
    apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1 && return 0
    apt-get update -qq >/dev/null 2>&1 && apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1
}

if [ "${1:-}" = --marks ]; then
    is_here || echo "-m 'not browser'"
else
    is_here || install || echo "No Chromium here and no way to install it: the browser tests are left out." >&2
fi
