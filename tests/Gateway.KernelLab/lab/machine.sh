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
  echo "kernel lab: in a virtual machine, ${kernel##*/}, $(accelerator)"
  boot
  if ! tar -x -f "$work/disk" -C "$results" 2>/dev/null || [ ! -f "$results/exit-code" ]; then
    echo "kernel lab: the machine brought nothing back within its time limit" >&2
    return 124
  fi
  code=$(cat "$results/exit-code")
  rm "$results/exit-code"
  return "$code"
}

# The archives one after the other are one for the kernel.
assemble() {
  cat "$(modules_archive)" "$(system_archive)" >"$work/initrd"
  if [ -z "$shell_command" ] || [ -d "$(program_folder)" ]; then
    cat "$(tests_archive)" >>"$work/initrd"
  fi
  cat "$(order_archive)" >>"$work/initrd"
  truncate --size 64M "$work/disk"
}

boot() {
  # A minute to start and to stop in. Lines of a serial console end with a carriage return.
  timeout --kill-after=10 $((time_limit + 60)) qemu-system-x86_64 \
    -accel "$(accelerator)" -cpu max -smp 2 -m 3072 -display none -monitor none -serial stdio -nic none -no-reboot \
    -kernel "$kernel/vmlinuz" -initrd "$work/initrd" -append 'console=ttyS0 quiet panic=-1 mitigations=off no_timer_check' \
    -drive "file=$work/disk,format=raw,if=virtio" </dev/null 2>"$work/qemu.log" | tr -d '\r' || cat "$work/qemu.log" >&2
}

accelerator() {
  echo 'tcg,thread=multi'
}
