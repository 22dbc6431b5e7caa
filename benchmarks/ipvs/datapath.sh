#!/usr/bin/env bash
# Compares ways of balancing TCP in front of the same backends on one kernel, in the kernel lab: IPVS as the gateway programs it, HAProxy in TCP mode, and
# nginx's stream module. How to read it: ../README.md. Needs haproxy, nginx with its stream module, and wrk.
#
#   datapath.sh [SECONDS [ROUNDS]]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PATH=$PATH:/usr/sbin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Programs and the libraries they need, for a machine that has neither.
pack() {
  local file
  mkdir -p "$work/lib"
  for file in "$@"; do
    cp "$file" "$work/"
    ldd "$file" | grep -o '/[^ ]*' | while read -r library; do cp -n "$library" "$work/lib/"; done
  done
}

for program in haproxy nginx wrk; do
  command -v "$program" >/dev/null || { echo "$program is missing: apt-get install haproxy nginx-light libnginx-mod-stream wrk" >&2; exit 1; }
done
pack "$(command -v haproxy)" "$(command -v nginx)" "$(command -v wrk)" /usr/lib/nginx/modules/ngx_stream_module.so
cp "$here/datapath-guest.sh" "$work/"
"$here/../../tests/Gateway.KernelLab/lab.sh" --no-build --time-limit 900 --program "$work" \
  --shell-command "exec bash \"\$LAB_PROGRAM/datapath-guest.sh\" ${1:-5} ${2:-3}"
