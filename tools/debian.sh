#!/bin/sh
# Install Debian packages, if this is a Debian where we may: sh tools/debian.sh PACKAGE...
# Exit 0: they are installed. Exit 1: not possible here; the caller says what that means.
# Survives a package run that somebody else is in the middle of, or broke off.
set -u

command -v apt-get >/dev/null 2>&1 || exit 1
if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root='sudo -n'
else
    exit 1
fi

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

quietly() {
    $as_root env DEBIAN_FRONTEND=noninteractive "$@" </dev/null >>"$log" 2>&1
}

apt() {
    quietly apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"
}

echo "apt-get install $*" >&2
for pause in 5 20 60 0; do
    : >"$log"
    # A failed update is no verdict: one foreign source may be down, or the lists locked.
    apt update || true
    apt install --no-install-recommends "$@" && exit 0
    tail -n 5 "$log" >&2
    [ "$pause" = 0 ] && break
    echo "apt-get failed; once more in $pause s" >&2
    sleep "$pause"
    quietly dpkg --configure -a || true
done
exit 1
