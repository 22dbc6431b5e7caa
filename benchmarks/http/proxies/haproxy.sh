# HAProxy: two threads, shared upstream connections, round robin, the forwarding headers that YARP sends by default.

available_haproxy() { command -v haproxy > /dev/null || { note "haproxy is skipped: it is missing (apt-get install haproxy)" && false; }; }

start_haproxy() {
  local address bind="127.0.0.1:${port_of[haproxy]}"
  [[ $tls == no ]] || bind+=" ssl crt $work/tls.pem alpn $([[ $h2 == no ]] || echo h2,)http/1.1"
  cat > "$work/haproxy.cfg" <<END
global
  nbthread 2
  maxconn 4096
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  http-reuse always
frontend front
  bind $bind
  option forwardfor
  http-request set-header X-Forwarded-Proto $([[ $tls == no ]] && echo http || echo https)
  http-request set-header X-Forwarded-Host %[req.hdr(Host)]
  use_backend bench if { req.hdr(host),field(1,:) -i $host }
backend bench
  balance roundrobin
$(for address in "${endpoints[@]}"; do echo "  server $address $address:$backend_port pool-purge-delay 600s"; done)
END
  launch haproxy haproxy -db -f "$work/haproxy.cfg"
}
