# nginx: two workers, kept upstream connections, round robin, the forwarding headers that YARP sends by default.

available_nginx() { command -v nginx > /dev/null || { note "nginx is skipped: it is missing (apt-get install nginx-light)" && false; }; }

start_nginx() {
  local address servers='' listen="listen 127.0.0.1:${port_of[nginx]}" certificate=''
  for address in "${endpoints[@]}"; do servers+="server $address:$backend_port; "; done
  [[ $tls == no ]] || { listen+=' ssl' && certificate=$(nginx_certificate); }
  [[ $h2 == no ]] || listen+=' http2'
  nginx_preamble > "$work/nginx.conf"
  cat >> "$work/nginx.conf" <<END
  upstream backend { $servers keepalive 1024; keepalive_requests 1000000000; keepalive_timeout 600s; }
  $certificate
  server { $listen default_server; return 404; }
  server {
    $listen;
    server_name $host;
    location / {
      proxy_pass http://backend;
      proxy_http_version 1.1;
      proxy_set_header Connection '';
      proxy_set_header Host \$host;
      proxy_set_header X-Forwarded-For \$remote_addr;
      proxy_set_header X-Forwarded-Proto \$scheme;
      proxy_set_header X-Forwarded-Host \$http_host;
      proxy_buffers 16 16k;
      proxy_max_temp_file_size 0;
    }
  }
}
END
  launch nginx nginx -p "$work" -c "$work/nginx.conf"
}

nginx_certificate() { echo "ssl_certificate $work/tls.crt; ssl_certificate_key $work/tls.key;"; }

# What the backend and the proxy have in common; leaves the http block open. Connections are never closed for their age or count.
nginx_preamble() {
  cat <<END
daemon off;
$([[ $EUID != 0 ]] || echo 'user root;')
worker_processes 2;
pid $work/nginx.$RANDOM$RANDOM.pid;
error_log stderr warn;
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
  sendfile on;
  tcp_nopush on;
  client_body_temp_path $work/nginx-body;
  proxy_temp_path $work/nginx-proxy;
  fastcgi_temp_path $work/nginx-fastcgi;
  uwsgi_temp_path $work/nginx-uwsgi;
  scgi_temp_path $work/nginx-scgi;
END
}
