# The machine's root file system: archives that the kernel unpacks one over the other. Each is cached under the hash of what it is made from.

# The archive of a folder.
pack() {
  (cd "$1" && find . | LC_ALL=C sort | cpio --quiet -o -H newc -R 0:0)
}

# cached NAME KEY BUILD: the path of an archive, made by the function BUILD (of a folder to fill) unless it is there. Older ones of that name go.
cached() {
  local name=$1 key=$2 build=$3 archive
  archive=$cache/$name/$(printf %s "$key" | sha256sum | cut -c 1-16).cpio
  if [ ! -f "$archive" ]; then
    rm -rf "${cache:?}/$name"
    mkdir -p "$cache/$name" "$work/$name"
    "$build" "$work/$name"
    pack "$work/$name" >"$archive.part"
    mv "$archive.part" "$archive"
    rm -rf "${work:?}/$name"
  fi
  echo "$archive"
}

# Programs with their libraries, .NET and /init: what changes with the machine that it is made on.
system_archive() {
  cached system "$(system_key)" fill_system
}

system_key() {
  # shellcheck disable=SC2086
  dpkg-query -W -f '${Package} ${Version}\n' $(printf '%s\n' $machine_programs $guest_programs | cut -d : -f 2) libc6 bash 2>/dev/null || true
  dotnet --list-runtimes
  cat "$lab/lab/init" "$lab/lab/archives.sh" "$lab/lab/requirements.sh"
}

fill_system() {
  local root=$1 pair
  mkdir -p "$root"/{bin,sbin,usr/bin,usr/sbin,lib,etc,proc,sys,dev,run,tmp,root,lab}
  install -m 755 "$lab/lab/init" "$root/init"
  install -m 755 "$(command -v busybox)" "$root/bin/busybox"
  for pair in $guest_programs bash: ; do
    copy_program "$(command -v "${pair%%:*}")" "$root"
  done
  copy_dotnet "$root"
}

# A program under its own path (that of /usr where / is merged into it), and its libraries.
copy_program() {
  local program=$1 root=$2
  copy_file "$program" "$root"
  libraries "$program" | while read -r library; do
    copy_file "$library" "$root"
  done
}

copy_file() {
  [ -e "$2$1" ] || install -D -m 755 "$1" "$2$1"
}

libraries() {
  ldd "$1" 2>/dev/null | grep -o '/[^ ]*' || true
}

# The newest runtimes of .NET 10 as they are installed, under /dotnet.
copy_dotnet() {
  local root=$1 name folder version muxer
  muxer=$(readlink -f "$(command -v dotnet)")
  install -D -m 755 "$muxer" "$root/dotnet/dotnet"
  cp -r "$(dirname "$muxer")/host" "$root/dotnet/"
  for name in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
    read -r version folder < <(dotnet --list-runtimes | sed -n "s/^$name \(10\.[^ ]*\) \[\(.*\)\]$/\1 \2/p" | tail -n 1)
    mkdir -p "$root/dotnet/shared/$name"
    cp -r "$folder/$version" "$root/dotnet/shared/$name/"
  done
  ln -s /dotnet/dotnet "$root/usr/bin/dotnet"
  # OpenSSL, too, which it opens by name.
  { find "$root/dotnet" -name '*.so' && ldconfig -p | sed -n 's/.* => \(.*\/libssl\.so\.[0-9.]*\)$/\1/p'; } | while read -r library; do
    case $library in
      "$root"/*) ;;
      *) copy_file "$library" "$root" ;;
    esac
    libraries "$library" | while read -r needed; do
      copy_file "$needed" "$root"
    done
  done
}

# The tests as they were built.
tests_archive() {
  cached tests "$(cd "$(program_folder)" && find . -type f | LC_ALL=C sort | xargs -d '\n' sha256sum)" fill_tests
}

fill_tests() {
  mkdir -p "$1/lab"
  cp -r "$(program_folder)" "$1/lab/tests"
  find "$1/lab/tests" -name '*.pdb' -path '*/runtimes/*' -delete
}

# What a command was given; empty for nothing.
program_archive() {
  if [ -z "$program" ]; then
    echo /dev/null
    return
  fi
  mkdir -p "$work/program.root/lab"
  cp -r "$program" "$work/program.root/lab/program"
  pack "$work/program.root" >"$work/program.cpio"
  echo "$work/program.cpio"
}

# The modules that fit the kernel.
modules_archive() {
  cached modules "$kernel" fill_modules
}

fill_modules() {
  cp -r "$kernel/root/." "$1/"
}

# What this run is to do.
order_archive() {
  write_order
  mkdir -p "$work/order.root/lab"
  cp "$work/order" "$work/order.root/lab/order"
  echo "$time_limit" >"$work/order.root/lab/time-limit"
  pack "$work/order.root" >"$work/order.cpio"
  echo "$work/order.cpio"
}
