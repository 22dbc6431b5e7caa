# The tests on this machine's own kernel, and the tests that are skipped.

# What the tests need of a kernel; asked for in a namespace of its own, so that nothing here changes.
kernel_is_enough() {
  [ "$(id -u)" -eq 0 ] || return 1
  { [ -e /proc/net/ip_vs ] || modprobe ip_vs 2>/dev/null; } || return 1
  # shellcheck disable=SC2086
  require $guest_programs || return 1
  unshare --net -- bash -c 'ipvsadm -A -t 192.0.2.1:80 -s rr && nft add table ip gateway && ip link add veth0 type veth peer name veth1' 2>/dev/null
}

run_directly() {
  echo "kernel lab: on this kernel, $(uname -r)"
  write_order
  (cd "$(program_folder)" && GATEWAY_KERNEL_LAB=here LAB_RESULTS=$results LAB_PROGRAM=$program timeout -k 10 "$time_limit" unshare --net --mount -- bash "$work/order" </dev/null)
}

# Every test says that it was skipped, and why.
skip() {
  echo "kernel lab: skipped: $why"
  if [ -z "$shell_command" ]; then
    cd "$(program_folder)"
    GATEWAY_KERNEL_LAB='' GATEWAY_KERNEL_LAB_SKIPPED=$why \
      dotnet Gateway.KernelLab.dll -noLogo -noColor -trx "$results/Gateway.KernelLab.trx" </dev/null >/dev/null
  fi
}

program_folder() {
  echo "$lab/bin/Release/net10.0"
}

# What is to be run: a script for bash, with the results' folder in LAB_RESULTS.
write_order() {
  if [ -n "$shell_command" ]; then
    printf '%s\n' "$shell_command"
  else
    # shellcheck disable=SC2016
    printf 'exec dotnet Gateway.KernelLab.dll -noLogo -noColor -parallel none -trx "$LAB_RESULTS/Gateway.KernelLab.trx" %s\n' "$filter"
  fi >"$work/order"
}
