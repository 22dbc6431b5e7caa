# What programs the lab wants, and where they come from.

# program:package, as Debian has them.
machine_programs="qemu-system-x86_64:qemu-system-x86 cpio:cpio busybox:busybox-static depmod:kmod dpkg:dpkg"
guest_programs="ipvsadm:ipvsadm nft:nftables ip:iproute2 ss:iproute2 tc:iproute2 conntrack:conntrack strace:strace modprobe:kmod"

missing_packages() {
  local pair
  for pair in "$@"; do
    command -v "${pair%%:*}" >/dev/null || echo "${pair#*:}"
  done | sort -u
}

# Installs what is missing, where that can be done; else says what and why not, and returns 1.
require() {
  local missing
  missing=$(missing_packages "$@" | tr '\n' ' ')
  if [ -z "$missing" ]; then
    return 0
  fi
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    why="missing: ${missing% } (to be installed by root, on Debian or Ubuntu by this script)"
    return 1
  fi
  # shellcheck disable=SC2086
  install_packages $missing || { update_packages && install_packages $missing; } || {
    why="these could not be installed: ${missing% }: $(tail -n 1 "$work/apt.log")"
    return 1
  }
}

install_packages() {
  DEBIAN_FRONTEND=noninteractive timeout 300 apt-get install -q -y --no-install-recommends "$@" >"$work/apt.log" 2>&1 </dev/null
}

# The lists of packages may be missing, or older than what can be had.
update_packages() {
  [ "$(id -u)" -eq 0 ] && timeout 300 apt-get update -q >/dev/null 2>&1 </dev/null
}
