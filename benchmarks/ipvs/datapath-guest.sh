#!/usr/bin/env bash
# What datapath.sh runs in the lab: a client, a gateway and two backends in namespaces, and three ways through the gateway, in turns.
set -euo pipefail
seconds=$1 rounds=$2
cd "$LAB_PROGRAM"
export LD_LIBRARY_PATH=$LAB_PROGRAM/lib
work=$(mktemp -d)
vip=10.96.0.1

# The machine of the lab has no users, and none of the folders that nginx wants.
[ -f /etc/passwd ] || { echo root:x:0:0::/root:/bin/sh >/etc/passwd; echo root:x:0: >/etc/group; }
mkdir -p /var/lib/nginx /var/log/nginx

within() {
  local place=$1
  shift
  ip netns exec "$place" "$@"
}

# A namespace NAME behind the gateway, at the network PREFIX.
add_place() {
  local name=$1 prefix=$2
  ip netns add "$name"
  ip -n "$name" link set lo up
  ip -n gateway link add "$name" type veth peer name eth0 netns "$name"
  ip -n gateway address add "$prefix.1/24" dev "$name"
  ip -n gateway link set "$name" up
  ip -n "$name" address add "$prefix.2/24" dev eth0
  ip -n "$name" link set eth0 up
  ip -n "$name" route add default via "$prefix.1"
}

set_up() {
  ip netns add gateway
  ip -n gateway link set lo up
  add_place client 10.1.0
  add_place backend1 10.2.1
  add_place backend2 10.2.2
  within gateway sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv4/vs/conntrack'
  ip -n gateway link add gateway0 type dummy
  ip -n gateway address add $vip/32 dev gateway0
}

start_backends() {
  local number
  for number in 1 2; do
    mkdir -p "$work/backend$number"
    cat >"$work/backend$number.conf" <<END
user root; worker_processes 1; daemon on; pid $work/backend$number/pid; error_log $work/backend$number/error.log;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000;
  server { listen 8080 backlog=4096; location / { return 200 "hello from a backend\n"; } } }
END
    within "backend$number" ./nginx -c "$work/backend$number.conf" -p "$work/backend$number" -e "$work/backend$number/error.log"
  done
}

start_ways() {
  # As the gateway programs a Service of type LoadBalancer: network address translation, and the client masqueraded.
  within gateway ipvsadm -A -t $vip:80 -s rr
  within gateway ipvsadm -a -t $vip:80 -r 10.2.1.2:8080 -m
  within gateway ipvsadm -a -t $vip:80 -r 10.2.2.2:8080 -m
  within gateway nft -f - <<END
table ip gateway {
  set masqueraded { type ipv4_addr . inet_proto . inet_service; elements = { $vip . tcp . 80 } }
  chain marking { type filter hook prerouting priority mangle; ip daddr . meta l4proto . th dport @masqueraded meta mark set meta mark or 0x2000; }
  chain masquerading { type nat hook postrouting priority srcnat; meta mark and 0x2000 == 0x2000 masquerade; }
}
END
  cat >"$work/haproxy.cfg" <<END
global
  nbthread 2
  maxconn 20000
defaults
  mode tcp
  timeout connect 5s
  timeout client 60s
  timeout server 60s
listen web
  bind 10.1.0.1:81 backlog 4096
  server b1 10.2.1.2:8080
  server b2 10.2.2.2:8080
END
  within gateway ./haproxy -D -f "$work/haproxy.cfg" -p "$work/haproxy.pid"
  mkdir -p "$work/stream"
  cat >"$work/stream.conf" <<END
load_module $LAB_PROGRAM/ngx_stream_module.so;
user root; worker_processes 2; daemon on; pid $work/stream/pid; error_log $work/stream/error.log;
events { worker_connections 8192; }
stream { upstream web { server 10.2.1.2:8080; server 10.2.2.2:8080; } server { listen 10.1.0.1:82 backlog=4096; proxy_pass web; } }
END
  within gateway ./nginx -c "$work/stream.conf" -p "$work/stream" -e "$work/stream/error.log"
}

# Requests a second at ADDRESS; with more options for wrk, such as a header that ends the connection after each request.
load() {
  local address=$1
  shift
  within client ./wrk -t 1 -c 32 -d "${seconds}s" "$@" "http://$address/" | awk '/Requests\/sec/ { print $2 }'
}

measure() {
  local round way address
  for ((round = 1; round <= rounds; round++)); do
    for way in ipvs=$vip:80 haproxy=10.1.0.1:81 nginx=10.1.0.1:82; do
      address=${way#*=}
      echo "${way%%=*} requests $(load "$address")" >>"$work/runs"
      echo "${way%%=*} connections $(load "$address" -H 'Connection: close')" >>"$work/runs"
    done
  done
}

median() {
  awk -v way="$1" -v what="$2" '$1 == way && $2 == what { print $3 }' "$work/runs" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

report() {
  local what way
  echo "| median of $rounds rounds of $seconds s, 32 connections | IPVS | HAProxy, TCP mode | nginx stream | IPVS / HAProxy | IPVS / nginx |"
  echo "|---|---:|---:|---:|---:|---:|"
  for what in requests connections; do
    awk -v what="$what" -v i="$(median ipvs $what)" -v h="$(median haproxy $what)" -v n="$(median nginx $what)" \
      'BEGIN { printf "| %s/s | %.0f | %.0f | %.0f | %.2f | %.2f |\n", (what == "requests" ? "requests" : "new connections"), i, h, n, i / h, i / n }'
  done
}

set_up
start_backends
start_ways
load $vip:80 >/dev/null
measure
report
