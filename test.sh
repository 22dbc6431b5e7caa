#!/usr/bin/env bash
# Restores, builds and runs every test. Needs the .NET 10 SDK; tests that need more (root, kubectl, a kernel with IPVS) say that they were skipped
# where it is missing.
# The last line is the outcome: "N passed, N failed", with ", N skipped" where tests were skipped.
# Exit code 0 where every test that ran passed, and at least one did.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
configuration=Release
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

dotnet build Gateway.sln --configuration "$configuration" --nologo --verbosity quiet </dev/null || {
  echo "the build failed"
  echo "0 passed, 1 failed"
  exit 1
}

# Runs a command where the addresses of pods are local: in a network namespace of its own, with nothing but a loopback link. Without root the
# command runs as it is, and the tests that need such addresses say that they were skipped.
among_pods() {
  local network='ip link set lo up && ip address add 10.244.0.0/16 dev lo'
  if unshare --net -- sh -c "$network" 2>/dev/null; then
    # What stays running for the next build must not stay in there.
    MSBUILDDISABLENODEREUSE=1 unshare --net -- sh -c "$network && exec \"\$@\"" among_pods "$@"
  else
    "$@"
  fi
}

# One project after the other: tests of time-outs and of live edits should not share the processors with each other.
failed_projects=0
for project in tests/*Tests/*.csproj tests/*EndToEnd/*.csproj; do
  name=$(basename "$project" .csproj)
  echo "== $name"
  case $name in
    # Everything else may want the real network, such as for packages.
    *.EndToEnd) place=among_pods ;;
    *) place=env ;;
  esac
  "$place" dotnet test "$project" --configuration "$configuration" --no-build --nologo \
    --logger "trx;LogFileName=$name.trx" --results-directory "$results" </dev/null || failed_projects=$((failed_projects + 1))
  if [ ! -f "$results/$name.trx" ]; then
    echo "$name left no results"
    failed_projects=$((failed_projects + 1))
  fi
done

# What needs a kernel with IPVS, and makes itself a machine where this one has none. Says itself where it has to be skipped.
echo "== Gateway.KernelLab"
tests/Gateway.KernelLab/lab.sh --no-build --results "$results" </dev/null || failed_projects=$((failed_projects + 1))
if [ ! -f "$results/Gateway.KernelLab.trx" ]; then
  echo "Gateway.KernelLab left no results"
  failed_projects=$((failed_projects + 1))
fi

# Adds up one attribute of the <Counters> elements.
count() {
  cat "$results"/*.trx 2>/dev/null | grep -o '<Counters [^>]*' | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{ sum += $1 } END { print sum + 0 }'
}

total=$(count total)
executed=$(count executed)
passed=$(count passed)
failed=$((executed - passed))
skipped=$((total - executed))
# A test host that died leaves fewer results than there are tests, and says so by its exit code alone.
if [ "$failed" -eq 0 ] && [ "$failed_projects" -gt 0 ]; then
  failed=$failed_projects
fi

outcome="$passed passed, $failed failed"
if [ "$skipped" -gt 0 ]; then
  outcome="$outcome, $skipped skipped"
fi
echo "$outcome"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
