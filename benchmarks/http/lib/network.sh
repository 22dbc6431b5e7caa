# Ports, certificates, and the check that a proxy does what is measured.

host=bench.test
endpoints=(127.0.0.2 127.0.0.3 127.0.0.4)

# Below the range that the kernel takes outgoing ports from.
choose_ports() {
  while [[ -z $first_port ]]; do
    first_port=$((20000 + RANDOM % 1200 * 10))
    ports_are_free || first_port=''
  done
  backend_port=$first_port
  declare -gA port_of=([direct]=$first_port [gateway]=$((first_port + 1)) [yarp]=$((first_port + 2))
    [nginx]=$((first_port + 3)) [haproxy]=$((first_port + 4)))
  direct_tls_port=$((first_port + 5))
  gateway_other_port=$((first_port + 6))
  gateway_health_port=$((first_port + 7))
  [[ $tls == no ]] || port_of[direct]=$direct_tls_port
}

ports_are_free() {
  local port
  for ((port = first_port; port < first_port + 9; port++)); do
    if (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then return 1; fi
  done
}

make_certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$host" -addext "subjectAltName=DNS:$host" \
    -keyout "$work/tls.key" -out "$work/tls.crt" 2> "$work/openssl.log" || fail "openssl could not make a certificate: $(cat "$work/openssl.log")"
  cat "$work/tls.crt" "$work/tls.key" > "$work/tls.pem"
}

url_of() {
  local scheme=http
  [[ $tls == no ]] || scheme=https
  echo "$scheme://$host:${port_of[$1]}/"
}

request() {
  curl -sS --max-time 2 --insecure --resolve "$host:${port_of[$1]}:127.0.0.1" "${@:2}" "$(url_of "$1")"
}

# Waits until the proxy answers, then checks that all three endpoints do.
await_balanced() {
  local proxy=$1 seen i
  for ((i = 0; i < 300; i++)); do
    kill -0 "$(process_of "$proxy")" 2> /dev/null || fail "$proxy ended: $(tail -5 "$work/$proxy.log")"
    if request "$proxy" --fail -o /dev/null 2> /dev/null; then break; fi
    sleep 0.1
  done
  seen=$(for ((i = 0; i < 12; i++)); do request "$proxy" -o /dev/null -D - || true; done | tr -d '\r' | sed -n '/^[Xx]-[Ee]ndpoint:/p' | sort -u | wc -l)
  [[ $proxy == direct || $seen == "${#endpoints[@]}" ]] ||
    fail "$proxy reached $seen of ${#endpoints[@]} endpoints: $(tail -5 "$work/$proxy.log")"
}
