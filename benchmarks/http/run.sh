#!/usr/bin/env bash
# Compares the gateway with stock YARP, nginx and HAProxy on this machine, in alternating runs. How to read it: ../README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
for part in "$here"/lib/*.sh "$here"/proxies/*.sh; do source "$part"; done

main() {
  parse_options "$@"
  work=$(mktemp -d)
  trap end_everything EXIT
  trap 'exit 130' INT TERM
  require_load_generator
  choose_ports
  [[ $tls == no ]] || make_certificate
  start_backend
  start_proxies
  warm_up
  measure_rounds
  report
}

# Starts every proxy that was asked for and is installed; they stay up until the end.
start_proxies() {
  running=()
  local proxy
  for proxy in "${only[@]}"; do
    if ! "available_$proxy"; then
      continue
    fi
    note "starting $proxy"
    "start_$proxy"
    await_balanced "$proxy"
    running+=("$proxy")
  done
  [[ ${#running[@]} -gt 0 ]] || fail "nothing to measure"
}

# Long enough for the .NET runtime to compile the request path in its last tier; the others only open their connections.
warm_up() {
  local proxy
  for proxy in "${running[@]}"; do
    case $proxy in
      gateway | yarp) note "warming $proxy up for $warmup s" && generate_load "$proxy" "$warmup" > /dev/null ;;
      *) generate_load "$proxy" 1 > /dev/null ;;
    esac
  done
}

measure_rounds() {
  local round proxy
  : > "$work/runs.tsv"
  for ((round = 1; round <= rounds; round++)); do
    for proxy in "${running[@]}"; do
      measure "$round" "$proxy" | tee -a "$work/runs.tsv" | describe_run >&2
    done
  done
}

main "$@"
