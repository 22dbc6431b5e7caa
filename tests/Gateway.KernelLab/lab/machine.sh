# The virtual machine: its parts, its start, and what it brings back.

# Returns 1 and sets $why where there can be none.
prepare_machine() {
  if [ "$(uname -sm)" != 'Linux x86_64' ]; then
    why="the virtual machine is made on x86-64 Linux alone, and this is $(uname -sm)"
    return 1
  fi
  # shellcheck disable=SC2086
  require $machine_programs $guest_programs && prepare_kernel
}

run_in_machine() {
  local code
  assemble
  choose_accelerator
  echo "kernel lab: in a virtual machine, $(kernel_name), $accelerator"
  boot
  if ! tar -x -f "$work/disk" -C "$results" 2>/dev/null || [ ! -f "$results/exit-code" ]; then
    echo "kernel lab: the machine brought nothing back within its time limit" >&2
    return 124
  fi
  code=$(cat "$results/exit-code")
  rm "$results/exit-code"
  if [ "$code" -eq 124 ]; then
    echo "kernel lab: not done within $time_limit s" >&2
  fi
  return "$code"
}

# The archives one after the other are one for the kernel.
assemble() {
  local modules system tests=/dev/null order
  modules=$(modules_archive)
  system=$(system_archive)
  # A command needs no tests, and has them where they are built.
  if [ -z "$shell_command" ] || [ -d "$(program_folder)" ]; then
    tests=$(tests_archive)
  fi
  order=$(order_archive)
  cat "$modules" "$system" "$tests" "$(program_archive)" "$order" >"$work/initrd"
  truncate --size 64M "$work/disk"
}

boot() {
  # A minute to start and to stop in.
  start_machine "$accelerator" "$work/initrd" $((time_limit + 60)) -drive "file=$work/disk,format=raw,if=virtio" 2>"$work/qemu.log" || cat "$work/qemu.log" >&2
}

# start_machine ACCELERATOR INITRD SECONDS OPTIONS...: its console. Lines of a serial console end with a carriage return.
start_machine() {
  local accelerator=$1 initrd=$2 seconds=$3
  shift 3
  timeout -k 10 "$seconds" qemu-system-x86_64 -accel "$accelerator" -cpu max -smp 2 -m 3072 \
    -display none -monitor none -serial stdio -nic none -no-reboot \
    -kernel "$kernel/vmlinuz" -initrd "$initrd" -append 'console=ttyS0 quiet panic=-1 mitigations=off no_timer_check' "$@" </dev/null | tr -d '\r'
}

# Virtualisation by hardware where it works, which that there is a /dev/kvm does not tell: on some machines QEMU aborts, or the kernel never starts.
choose_accelerator() {
  accelerator='tcg,thread=multi'
  if [ -w /dev/kvm ] && probe_archive && start_machine kvm "$work/probe.cpio" 20 2>/dev/null | grep 'the probe is up' >/dev/null; then
    accelerator=kvm
  fi
}

# A system that says that it is up, and goes off.
probe_archive() {
  mkdir -p "$work/probe/bin"
  install -m 755 "$(command -v busybox)" "$work/probe/bin/busybox"
  printf '#!/bin/busybox sh\necho the probe is up\n/bin/busybox poweroff -f\n' >"$work/probe/init"
  chmod 755 "$work/probe/init"
  pack "$work/probe" >"$work/probe.cpio"
}
