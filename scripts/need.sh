#!/usr/bin/env bash
# Installs Debian packages for commands that are missing: need.sh COMMAND:PACKAGE … A command with arguments is tried, because
# it is there and may lack what the package adds.
set -euo pipefail
missing=()
for pair in "$@"; do
  read -ra have <<<"${pair%%:*}"
  command -v "${have[0]}" >/dev/null 2>&1 && { [ "${#have[@]}" -eq 1 ] || "${have[@]}" >/dev/null 2>&1; } || missing+=("${pair##*:}")
done
for tool in cargo node npm; do
  command -v "$tool" >/dev/null 2>&1 || { echo "$tool is missing: install Rust 1.95 or newer and Node.js 20 or newer" >&2; exit 1; }
done
[ "${#missing[@]}" -eq 0 ] && exit 0
echo "Installing: ${missing[*]}"
sudo=(); [ "$(id -u)" -eq 0 ] || sudo=(sudo)
"${sudo[@]}" apt-get update -qq
# Postfix is run by the tests with settings of their own; none is set up for the machine.
case " ${missing[*]} " in *" postfix "*) echo "postfix postfix/main_mailer_type select No configuration" | "${sudo[@]}" debconf-set-selections ;; esac
DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
