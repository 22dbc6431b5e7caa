#!/usr/bin/env bash
# Every side-by-side comparison, unattended, in about ten minutes. Needs a machine with nothing else to do.
#   --quick    the shortest runs, to see that all of it works; their figures say nothing
#   --readme   put the tables into README.md, in place of its last section
# Tables and single runs go to artifacts/benchmarks/.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(dirname "$here")
results=$repository/artifacts/benchmarks
quick=no readme=no status=0
for option in "$@"; do
  case $option in
    --quick) quick=yes ;;
    --readme) readme=yes ;;
    *) sed -n '2,5s/^# *//p' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
  esac
done

# section NAME COMMAND... : its table under a heading; one that fails does not keep the others from running.
section() {
  echo "### $1"
  echo
  "${@:2}" || status=1
  echo
}

http() {
  local name=$1 settings=("${@:2}")
  [[ $quick == no ]] || settings+=(--seconds 1 --rounds 1 --warmup 1)
  "$here/http/run.sh" --gateway "$published" --json "$results/$name.json" "${settings[@]}"
}

scale() {
  local settings=()
  [[ $quick == no ]] || settings=(--services 200 --changes 3)
  dotnet run --project "$here/Gateway.Scale" --configuration Release -- --json "$results/scale.json" "${settings[@]}"
}

all() {
  local short=(--rounds 3 --seconds 3 --warmup 6 --only 'gateway,yarp,nginx,haproxy')
  section 'http: small response' http http
  section 'http: TLS' http http-tls --tls "${short[@]}"
  section 'http: HTTP/2' http http-h2 --h2 "${short[@]}"
  section 'http: 100 KiB response' http http-100k --body 100k "${short[@]}"
  section 'scale' scale
}

published=$(mktemp -d)
trap 'rm -rf "$published"' EXIT
mkdir -p "$results"
dotnet publish "$repository/src/Gateway" --configuration Release --output "$published" --nologo --verbosity quiet
all > >(tee "$results/figures.md")
if [[ $readme == yes && $status == 0 ]]; then
  sed -i '/^## Figures$/q' "$here/README.md"
  { echo && sed '$d' "$results/figures.md"; } >> "$here/README.md"
fi
exit "$status"
