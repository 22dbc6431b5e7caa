# Stock YARP: the application of its own getting-started page, with its configuration in appsettings.json.

available_yarp() { command -v dotnet > /dev/null || { note "yarp is skipped: the .NET SDK is missing" && false; }; }

start_yarp() {
  local address destinations=''
  publish yarp "$here/StockYarp"
  for address in "${endpoints[@]}"; do destinations+="${destinations:+, }\"$address\": { \"Address\": \"http://$address:$backend_port/\" }"; done
  mkdir "$work/yarp-content"
  cat > "$work/yarp-content/appsettings.json" <<END
{
  "Logging": { "LogLevel": { "Default": "Warning" } },
  "ReverseProxy": {
    "Routes": { "bench": { "ClusterId": "bench", "Match": { "Hosts": [ "$host" ], "Path": "{**catch-all}" } } },
    "Clusters": { "bench": { "LoadBalancingPolicy": "RoundRobin", "Destinations": { $destinations } } }
  }
}
END
  local settings=("ASPNETCORE_URLS=http://127.0.0.1:${port_of[yarp]}")
  [[ $tls == no ]] || settings=("ASPNETCORE_URLS=https://127.0.0.1:${port_of[yarp]}"
    "Kestrel__Certificates__Default__Path=$work/tls.crt" "Kestrel__Certificates__Default__KeyPath=$work/tls.key")
  launch yarp env "${settings[@]}" dotnet "$work/yarp/StockYarp.dll" --contentRoot "$work/yarp-content"
}

# publish NAME PROJECT: a Release build in a folder of that name.
publish() {
  note "building $(basename "$2")"
  dotnet publish "$2" --configuration Release --output "$work/$1" --nologo --verbosity quiet > "$work/$1-build.log" 2>&1 ||
    fail "$2 does not build: $(tail -20 "$work/$1-build.log")"
}
