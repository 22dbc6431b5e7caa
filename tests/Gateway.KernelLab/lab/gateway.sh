# The gateway's own program for the tests that run it.

# Compiles it ahead of time, where the compiler for that can be had: emulated, compiling while it starts takes half a minute. Else the tests run it as
# it was built with them.
publish_gateway() {
  local folder
  folder=$(program_folder)/published
  if ! dotnet publish "$lab/../../src/Gateway/Gateway.csproj" --configuration Release --runtime linux-x64 --self-contained false \
    -p:PublishReadyToRun=true -p:UseAppHost=false --output "$folder" --nologo --verbosity quiet </dev/null >"$work/publish.log" 2>&1; then
    rm -rf "$folder"
    echo "kernel lab: the gateway cannot be compiled ahead of time here, and starts slowly"
  fi
}
