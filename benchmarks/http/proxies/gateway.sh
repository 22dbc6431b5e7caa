# The gateway as it is published, with everything that is on by default, on a folder with one Service, its slice and an Ingress.

available_gateway() { command -v dotnet > /dev/null || { note "gateway is skipped: the .NET SDK is missing" && false; }; }

start_gateway() {
  local program=$published_gateway http=${port_of[gateway]} https=$gateway_other_port
  [[ -n $program ]] || { program=$work/gateway && publish gateway "$repository/src/Gateway"; }
  [[ $tls == no ]] || http=$gateway_other_port https=${port_of[gateway]}
  mkdir "$work/manifests"
  gateway_manifests > "$work/manifests/bench.yaml"
  launch gateway env "Gateway__Http__HttpPort=$http" "Gateway__Http__HttpsPort=$https" "Gateway__Health__Listen=127.0.0.1:$gateway_health_port" \
    dotnet "$program/gateway.dll" run --manifests "$work/manifests"
  await_ready
}

await_ready() {
  local attempt
  for ((attempt = 0; attempt < 300; attempt++)); do
    kill -0 "$(process_of gateway)" 2> /dev/null || fail "the gateway ended: $(tail -20 "$work/gateway.log")"
    if curl -sf --max-time 2 -o /dev/null "http://127.0.0.1:$gateway_health_port/readyz"; then return; fi
    sleep 0.1
  done
  fail "the gateway did not become ready: $(tail -20 "$work/gateway.log")"
}

gateway_manifests() {
  local address
  cat <<END
apiVersion: v1
kind: Service
metadata: { name: bench, namespace: bench }
spec:
  ports: [{ name: http, port: 80, targetPort: $backend_port }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: bench-1, namespace: bench, labels: { kubernetes.io/service-name: bench } }
addressType: IPv4
ports: [{ name: http, port: $backend_port, protocol: TCP }]
endpoints:
$(for address in "${endpoints[@]}"; do echo "- { addresses: [$address], conditions: { ready: true } }"; done)
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: bench, namespace: bench }
spec:
  ingressClassName: yarp
  rules:
  - host: $host
    http:
      paths: [{ path: /, pathType: Prefix, backend: { service: { name: bench, port: { name: http } } } }]
END
  [[ $tls == no ]] || cat <<END
  tls: [{ hosts: [$host], secretName: bench }]
---
apiVersion: v1
kind: Secret
metadata: { name: bench, namespace: bench }
type: kubernetes.io/tls
data:
  tls.crt: $(base64 -w 0 "$work/tls.crt")
  tls.key: $(base64 -w 0 "$work/tls.key")
END
}
