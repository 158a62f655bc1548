#!/usr/bin/env bash
# Makes sure that PostgreSQL answers at HJEMMEL_TEST_POSTGRES: uses a running one, or installs and starts Debian's.
set -euo pipefail
address=$(sed -E 's#^[a-z]+://([^@]*@)?([^/]+)/.*#\2#' <<<"$HJEMMEL_TEST_POSTGRES")
host=${address%%:*}; port=${address##*:}; [ "$port" = "$host" ] && port=5432
answers() { (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null; }
if answers; then exit 0; fi
case "$host" in 127.0.0.1|localhost) ;; *) echo "PostgreSQL does not answer at $host:$port" >&2; exit 1 ;; esac
sudo=(); [ "$(id -u)" -eq 0 ] || sudo=(sudo)
if ! ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1; then
  echo "Installing: postgresql"
  "${sudo[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends postgresql >/dev/null
fi
# A throw-away server of our own: nothing of the machine's is touched.
folder=$(pwd)/target/postgres
bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/pg_ctl | tail -n 1)")
mkdir -p "$folder"
run() { if [ "$(id -u)" -eq 0 ]; then chown -R postgres "$folder"; chmod o+x "$(pwd)" "$(pwd)/target" 2>/dev/null || true; (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }
[ -f "$folder/data/PG_VERSION" ] || run "$bin/initdb" -D "$folder/data" -U postgres -A trust >/dev/null
run "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -o "-p $port -k $folder -c listen_addresses=127.0.0.1" start >/dev/null
for _ in $(seq 50); do answers && exit 0; sleep 0.2; done
echo "PostgreSQL did not start; see target/postgres/log" >&2
exit 1
