# What comes out: a line per run while it goes on, the table, and the file.

describe_run() {
  awk -F '\t' '{ printf "round %d  %-8s %8.0f requests/s  p50 %6.2f ms  p99 %6.2f ms  %6.1f µs processor/request%s\n",
    $1, $2, $3 / $4, $5 / 1000, $6 / 1000, $8 / $3, $7 ? "  " $7 " ERRORS" : "" }'
}

report() {
  describe_machine
  describe_load
  echo
  awk -f "$here/lib/table.awk" "$work/runs.tsv"
  [[ -z $json ]] || write_json
}

describe_machine() {
  echo "Machine: $(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), Linux $(uname -r), .NET $(dotnet --version)," \
    "$(nginx -v 2>&1 | sed 's/.*: //')$(command -v haproxy > /dev/null && haproxy -v | sed -n '1s/HAProxy version \([^ ]*\).*/, haproxy\/\1/p')"
}

describe_load() {
  local protocol='HTTP/1.1' size="${body_size:-150}"
  [[ $tls == no ]] || protocol+=' over TLS'
  [[ $h2 == no ]] || protocol='HTTP/2 over TLS, 10 streams a connection'
  echo "Load: $connections connections, $protocol, $size-byte body, $rounds rounds of $seconds s for each proxy in turn"
}

write_json() {
  mkdir -p "$(dirname "$json")"
  awk -v machine="$(describe_machine)" -v load="$(describe_load)" -f "$here/lib/json.awk" "$work/runs.tsv" > "$json"
  note "written to $json"
}
