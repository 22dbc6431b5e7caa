#!/usr/bin/env bash
# Runs the tests that need a kernel: one with IPVS and nftables, network namespaces and root. README.md says how and what for.
#
#   lab.sh [--filter 'OPTIONS'] [--shell-command 'COMMAND'] [--program FOLDER] [--results FOLDER] [--machine] [--time-limit SECONDS] [--no-build] [--keep]
#
# Where this kernel has IPVS and we are root, they run here, in network namespaces of their own; else in a virtual machine that is made for them.
# Where neither can be, it says why, and every test counts as skipped.
# Exit code: that of the tests (0 where none failed, skipped ones included) or of the command; 124 where the time limit was hit.
set -euo pipefail

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/gateway-kernel-lab
PATH=$PATH:/usr/sbin:/sbin
for part in "$lab"/lab/*.sh; do
  # shellcheck source=/dev/null
  . "$part"
done

filter=
shell_command=
# What a command may want besides the tests; it finds it at $LAB_PROGRAM.
program=
results=
only_machine=
build=yes
keep=
# Of the tests; a machine gets some more to start and to stop in.
time_limit=1000

main() {
  read_options "$@"
  work=$(mktemp -d)
  trap clean_up EXIT
  results=$(mkdir -p "${results:-$work/results}" && cd "${results:-$work/results}" && pwd)
  if [ -n "$build" ] && [ -z "$shell_command" ]; then
    build_tests
  fi
  if [ -z "$only_machine" ] && kernel_is_enough; then
    run_directly
  elif prepare_machine; then
    [ -n "$shell_command" ] || publish_gateway
    run_in_machine
  else
    skip
  fi
}

read_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --filter) filter=$2; shift ;;
      --shell-command) shell_command=$2; shift ;;
      --program) program=$2; shift ;;
      --results) results=$2; shift ;;
      --time-limit) time_limit=$2; shift ;;
      --machine) only_machine=yes ;;
      --no-build) build= ;;
      --keep) keep=yes ;;
      *)
        sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
        exit 2
        ;;
    esac
    shift
  done
}

build_tests() {
  dotnet build "$lab/Gateway.KernelLab.csproj" --configuration Release --nologo --verbosity quiet </dev/null
}

clean_up() {
  if [ -n "$keep" ]; then
    echo "kernel lab: kept $work"
  else
    rm -rf "$work"
  fi
}

main "$@"
