# The backend: an nginx that answers from memory on three addresses, each a Service endpoint. Measured directly it shows how far the
# proxies' figures are from being the backend's.

available_direct() { true; }

start_backend() {
  command -v nginx > /dev/null || fail "nginx is missing, and serves as the backend of every proxy: apt-get install nginx-light"
  local address listens='' answer
  for address in "${endpoints[@]}" 127.0.0.1; do listens+="listen $address:$backend_port; "; done
  [[ $tls == no ]] || listens+="listen 127.0.0.1:$direct_tls_port ssl $([[ $h2 == no ]] || echo http2); $(nginx_certificate)"
  if [[ -z $body_size ]]; then
    answer="return 200 '$(printf '{"id":1234567,"name":"%0116d"}' 0)\n';"
  else
    mkdir "$work/www" && head -c "$body_size" /dev/zero | tr '\0' x > "$work/www/body"
    answer="root $work/www; rewrite ^ /body break;"
  fi
  nginx_preamble > "$work/direct.conf"
  cat >> "$work/direct.conf" <<END
  default_type application/json;
  open_file_cache max=10;
  server {
    $listens
    add_header Cache-Control 'private, max-age=0';
    add_header Vary Accept-Encoding;
    add_header X-Endpoint \$server_addr;
    location / { $answer }
  }
}
END
  launch direct nginx -p "$work" -c "$work/direct.conf"
  await_balanced direct
}

# Already running: every proxy needs it.
start_direct() { true; }
