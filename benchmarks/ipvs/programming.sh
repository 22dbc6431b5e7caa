#!/usr/bin/env bash
# Measures what it costs to program the kernel's IPVS, next to ipvsadm, in the kernel lab. How to read it: ../README.md.
# Options are those of benchmarks/Gateway.Kernel: --services, --destinations, --rounds, --changes.
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
program=$repository/benchmarks/Gateway.Kernel/bin/Release/net10.0

dotnet build "$repository/benchmarks/Gateway.Kernel" --configuration Release --nologo --verbosity quiet </dev/null
"$repository/tests/Gateway.KernelLab/lab.sh" --time-limit 1500 --program "$program" \
  --shell-command "exec dotnet \"\$LAB_PROGRAM/Gateway.Kernel.dll\" $*"
