# The command line.

usage() {
  cat <<'END'
Usage: benchmarks/http/run.sh [options]

  --seconds N       length of one measured run (8)
  --rounds N        how often each proxy is measured, taking turns (5)
  --connections N   keep-alive connections of the load generator (64)
  --only LIST       some of gateway,yarp,nginx,haproxy,direct (all); direct is the backend without a proxy
  --body SIZE       response body, such as 100k (150 bytes)
  --tls             HTTPS from the client to the proxy
  --h2              HTTP/2 from the client to the proxy, over TLS, 10 requests at a time on each connection
  --warmup N        seconds of load on each .NET process before the first round (10)
  --json FILE       write every run and the summary there as well
  --gateway DIR     measure this published gateway instead of building the tree
  --port N          first of the nine loopback ports to use (some that are free)

The table goes to standard output, progress to standard error.
END
}

parse_options() {
  seconds=8 rounds=5 connections=64 warmup=10 body_size='' tls=no h2=no json='' published_gateway='' first_port=''
  only=(gateway yarp nginx haproxy direct)
  while (($#)); do
    # Switches first; everything else takes a value.
    case $1 in
      --tls) tls=yes && shift && continue ;;
      --h2) h2=yes tls=yes && shift && continue ;;
      --help | -h) usage && exit 0 ;;
      --*) (($# > 1)) || fail "$1 needs a value (--help tells which)" ;;
      *) fail "unknown argument $1 (--help lists the options)" ;;
    esac
    case $1 in
      --seconds) seconds=$(positive "$@") ;;
      --rounds) rounds=$(positive "$@") ;;
      --connections) connections=$(positive "$@") ;;
      --warmup) warmup=$(positive "$@") ;;
      --port) first_port=$(positive "$@") ;;
      --only) IFS=, read -ra only <<< "$2" ;;
      --body) body_size=$(numfmt --from=iec "${2^^}") ;;
      --json) json=$(realpath -m "$2") ;;
      --gateway) published_gateway=$(realpath -e "$2") ;;
      *) fail "unknown option $1 (--help lists them)" ;;
    esac
    shift 2
  done
  check_names
}

positive() {
  [[ $2 =~ ^[1-9][0-9]*$ ]] || fail "$1 needs a whole number above zero, not '$2'"
  echo "$2"
}

check_names() {
  local name
  ((${#only[@]})) || fail "--only needs at least one name"
  for name in "${only[@]}"; do
    [[ $name =~ ^(gateway|yarp|nginx|haproxy|direct)$ ]] || fail "--only: there is no proxy called $name"
  done
}
