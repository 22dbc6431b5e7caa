# Debian's cloud kernel with the modules that the lab wants: $kernel/vmlinuz and $kernel/root/lib/modules. Nothing is installed.

# Schedulers and netfilter as a whole; the links and tunnels; the disk that results go to. What these depend on comes along.
wanted_modules='/(net/netfilter|net/ipv4|net/ipv6|net/sctp)/|/(veth|dummy|nlmon|virtio_blk|virtio_pci|virtio_rng)\.ko'

# Sets $kernel; returns 1 and says why where there is no kernel to be had. A cached one is good enough where the newest cannot be fetched.
prepare_kernel() {
  mkdir -p "$cache/kernel"
  if newest_kernel || { update_packages && newest_kernel; }; then
    return 0
  fi
  kernel=$(find "$cache/kernel" -mindepth 1 -maxdepth 1 -name 'linux-image-*' ! -name '*.part' | sort -V | tail -n 1)
  if [ -z "$kernel" ]; then
    why="no kernel: Debian's package linux-image-cloud-amd64 cannot be had here"
    return 1
  fi
}

newest_kernel() {
  local package
  package=$(apt-cache depends linux-image-cloud-amd64 2>/dev/null | sed -n 's/^ *Depends: *//p' | grep '^linux-image-[0-9]' | head -n 1)
  [ -n "$package" ] || return 1
  # Other modules may be wanted than when it was unpacked.
  kernel=$cache/kernel/$package+$(sha256sum "$lab/lab/kernel.sh" | cut -c 1-8)
  [ -d "$kernel" ] || fetch_kernel "$package" "$kernel"
}

# fetch_kernel PACKAGE FOLDER: downloads and unpacks it, whole or not at all. Older ones go.
fetch_kernel() {
  local package=$1 folder=$2 unpacked=$work/kernel
  rm -rf "$unpacked"
  mkdir -p "$unpacked/root"
  (cd "$work" && timeout 300 apt-get download -q "$package" >/dev/null 2>&1 </dev/null && dpkg -x "$package"_*.deb "$unpacked/all") || return 1
  cp "$unpacked"/all/boot/vmlinuz-* "$unpacked/vmlinuz" && pick_modules "$unpacked/all" "$unpacked/root" || return 1
  rm -rf "$unpacked/all" "$work/$package"_*.deb "$folder.part"
  cp -r "$unpacked" "$folder.part" || return 1
  find "$cache/kernel" -mindepth 1 -maxdepth 1 -name 'linux-image-*' ! -name '*.part' -exec rm -rf {} +
  mv "$folder.part" "$folder"
}

# From a whole tree into one with the wanted modules, from which modprobe loads.
pick_modules() {
  local from=$1 to=$2 version file
  version=$(ls "$from/lib/modules")
  depmod -b "$from" "$version"
  grep -E "^[^:]*($wanted_modules)" "$from/lib/modules/$version/modules.dep" | tr -d ':' | tr ' ' '\n' | sort -u | while read -r file; do
    [ -n "$file" ] && install -D -m 644 "$from/lib/modules/$version/$file" "$to/lib/modules/$version/$file"
  done
  cp "$from/lib/modules/$version"/modules.{order,builtin,builtin.modinfo} "$to/lib/modules/$version/"
  depmod -b "$to" "$version"
}

kernel_name() {
  ls "$kernel/root/lib/modules"
}
