#!/usr/bin/env bash
# Installs from Debian the real servers and the browser that the tests run against. Does nothing where all are present.
set -euo pipefail
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

# What must be there → the package that brings it. A path stands for a file, a word for a command.
needed=(
  'chromium chromium'
  'chromium-headless-shell chromium-headless-shell'
  'nginx nginx-light'
  'haproxy haproxy'
  'websockify websockify'
  'Xtigervnc tigervnc-standalone-server'
  'tigervncpasswd tigervnc-tools'
  'Xtightvnc tightvncserver'
  '/usr/share/fonts/X11/misc/6x13-ISO8859-1.pcf.gz xfonts-base'
  'x11vnc x11vnc'
  'Xvfb xvfb'
  'wayvnc wayvnc'
  'sway sway'
  'wl-copy wl-clipboard'
  'saslpasswd2 sasl2-bin'
  '/usr/lib/*/sasl2/libscram.so libsasl2-modules'
  '/usr/lib/*/sasl2/libsasldb.so libsasl2-modules-db'
  '/usr/lib/*/libpam_wrapper.so libpam-wrapper'
  'qemu-system-x86_64 qemu-system-x86'
  '/usr/share/seabios/vgabios-stdvga.bin seabios'
  '/usr/share/qemu/keymaps/en-us qemu-system-data'
  '/usr/lib/postgresql/*/bin/postgres postgresql'
  'slapd slapd'
  'ldapadd ldap-utils'
  'rsyslogd rsyslog'
  '/usr/lib/*/rsyslog/lmnsd_gtls.so rsyslog-gnutls'
  'ip iproute2'
  'openssl openssl'
  '/etc/ssl/certs/ca-certificates.crt ca-certificates'
  'xterm xterm'
  'openbox openbox'
  'xclip xclip'
  'xev x11-utils'
  'xrandr x11-xserver-utils'
  'x11perf x11-apps'
  '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf fonts-dejavu-core'
  '/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf fonts-noto-core'
  '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc fonts-wqy-microhei'
)

present() {
  case $1 in
    /*) compgen -G "$1" >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

missing() {
  local row
  for row in "${needed[@]}"; do
    present "${row% *}" || echo "${row##* }"
  done
}

linux_console="$(dirname "$0")/linux-console.sh"
mapfile -t packages < <(missing)
if [ "${#packages[@]}" -eq 0 ]; then
  "$linux_console"
  exit
fi

install="apt-get update && apt-get install --no-install-recommends ${packages[*]}"
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "The tests need Debian packages that are not installed: ${packages[*]}" >&2
  echo "Install them as root: $install" >&2
  exit 1
fi

echo "Installing for the tests: ${packages[*]}"
# Debian would start nginx and PostgreSQL as services on the machine's own ports; the tests start their own.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q --no-install-recommends "${packages[@]}"

mapfile -t packages < <(missing)
if [ "${#packages[@]}" -ne 0 ]; then
  echo "Installed, but what they should bring is still missing: ${packages[*]}" >&2
  exit 1
fi
"$linux_console"
