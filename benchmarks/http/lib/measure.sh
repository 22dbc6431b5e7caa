# One run: load from wrk (HTTP/1.1) or h2load (HTTP/2), and the processor time that the proxy took for it.

request_headers=(
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
  'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
  'Accept-Language: en-US,en;q=0.5'
  'Cookie: session=4f2c9a7be8d14c6e9a0b; theme=dark')

require_load_generator() {
  local tool=wrk package=wrk
  [[ $h2 == no ]] || tool=h2load package=nghttp2-client
  for tool in "$tool" curl; do
    command -v "$tool" > /dev/null || fail "$tool is missing: apt-get install $package curl"
  done
}

# measure ROUND PROXY: prints round, proxy, requests, seconds, p50 µs, p99 µs, errors, processor µs; separated by tabs.
measure() {
  local before after requests elapsed p50 p99 errors
  before=$(processor_ticks "$2")
  read -r requests elapsed p50 p99 errors < <(generate_load "$2" "$seconds")
  after=$(processor_ticks "$2")
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$requests" "$elapsed" "$p50" "$p99" "$errors" \
    $(((after - before) * 1000000 / $(getconf CLK_TCK)))
}

# User and system time of a proxy and its children, in clock ticks: fields 14 and 15 of stat, counted after the name in parentheses.
processor_ticks() {
  local process
  for process in $(process_tree "$(process_of "$1")"); do cat "/proc/$process/stat"; done |
    sed 's/.*) //' | awk '{ ticks += $12 + $13 } END { print ticks }'
}

# generate_load PROXY SECONDS: prints requests, seconds, p50 µs, p99 µs, errors.
generate_load() {
  if [[ $h2 == yes ]]; then load_with_h2load "$@"; else load_with_wrk "$@"; fi
}

load_with_wrk() {
  local header arguments=(--threads $((connections < 2 ? 1 : 2)) --connections "$connections" --duration "${2}s" --script "$here/lib/wrk.lua")
  for header in "${request_headers[@]}"; do arguments+=(--header "$header"); done
  wrk "${arguments[@]}" "$(url_of "$1")" "${port_of[$1]}" > "$work/wrk.out" 2>&1 || fail "wrk: $(cat "$work/wrk.out")"
  sed -n 's/^RESULT //p' "$work/wrk.out"
}

load_with_h2load() {
  local header arguments=(--threads $((connections < 2 ? 1 : 2)) --clients "$connections" --max-concurrent-streams 10 --duration "$2" --log-file "$work/h2load.tsv"
    --connect-to "127.0.0.1:${port_of[$1]}")
  for header in "${request_headers[@]}"; do arguments+=(--header "$header"); done
  rm -f "$work/h2load.tsv"
  h2load "${arguments[@]}" "$(url_of "$1")" > "$work/h2load.out" 2>&1 || fail "h2load: $(cat "$work/h2load.out")"
  sort -n -k 3,3 "$work/h2load.tsv" | awk -v seconds="$2" '
    { latency[NR] = $3; if ($2 != 200) errors++ }
    END { print NR, seconds, latency[int((NR + 1) * 0.5)], latency[int((NR + 1) * 0.99)], errors + 0 }'
}
