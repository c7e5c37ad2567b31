#!/usr/bin/env bash
# Takes out of Debian's packages, without installing them, what a Linux text console in QEMU is made of (test/support/linux-console.ts): a
# kernel would rewrite the boot loader's settings, busybox-static would replace busybox. Does nothing where all is there.
set -euo pipefail
target=${1:-/usr/local/share/vnc-portal-tests/linux-console}
files=(vmlinuz busybox loadkeys ckbcomp)

complete() {
  local file
  for file in "${files[@]}"; do [ -e "$target/$file" ] || return 1; done
}
complete && exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"
# The package without a version depends on the one that has the kernel. This one has the keyboard's driver built in.
fetch() {
  local kernel
  kernel=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image-/ { print $2; exit }')
  apt-get download -q "$kernel" busybox-static kbd console-setup
}
echo "Taking a Linux console for the tests out of Debian's packages, into $target"
# As somebody who may write here: apt would complain that its own user may not.
fetch 2>/dev/null || { apt-get update -q && fetch; }
for package in *.deb; do dpkg-deb -x "$package" tree; done

mkdir -p "$target"
take() {
  local name=$1 file
  shift
  for file in "$@"; do
    if [ -e "$file" ]; then
      install -m 755 "$file" "$target/$name"
      return
    fi
  done
  echo "None of Debian's packages brought $name" >&2
  exit 1
}
# Newer releases have everything below /usr.
take vmlinuz tree/boot/vmlinuz-*
take busybox tree/bin/busybox tree/usr/bin/busybox
take loadkeys tree/bin/loadkeys tree/usr/bin/loadkeys
take ckbcomp tree/usr/bin/ckbcomp
