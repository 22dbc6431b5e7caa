#!/usr/bin/env bash
# Every side-by-side comparison, unattended, in about ten minutes. Needs a quiet machine. Results go to artifacts/benchmarks/.
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
results=$repository/artifacts/benchmarks
published=$(mktemp -d)
trap 'rm -rf "$published"' EXIT
mkdir -p "$results"

dotnet publish "$repository/src/Gateway" --configuration Release --output "$published" --nologo --verbosity quiet

compare_http() {
  local name=$1
  shift
  echo "## $name"
  "$repository/benchmarks/http/run.sh" --gateway "$published" --json "$results/$name.json" "$@" | tee "$results/$name.md"
}

compare_http http
compare_http http-tls --tls --rounds 3 --seconds 4 --warmup 6 --only gateway,yarp,nginx,haproxy
compare_http http-h2 --h2 --rounds 3 --seconds 4 --warmup 6 --only gateway,yarp,nginx,haproxy
compare_http http-100k --body 100k --rounds 3 --seconds 4 --warmup 4 --only gateway,yarp,nginx,haproxy

echo "## scale"
dotnet run --project "$repository/benchmarks/Gateway.Scale" --configuration Release -- --json "$results/scale.json" | tee "$results/scale.md"
