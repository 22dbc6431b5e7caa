# What was started here, and how it ends.

started=()

note() { echo "# $*" >&2; }

fail() {
  echo "error: $*" >&2
  exit 2
}

# launch NAME COMMAND... : runs it in the background with its output in a file, and remembers its id under that name.
launch() {
  local name=$1
  shift
  "$@" > "$work/$name.log" 2>&1 < /dev/null &
  started+=($!)
  echo $! > "$work/$name.pid"
}

process_of() { cat "$work/$1.pid"; }

# A process and everything below it.
process_tree() {
  local child
  echo "$1"
  for child in $(cat "/proc/$1/task/"*/children 2> /dev/null); do
    process_tree "$child"
  done
}

end_everything() {
  local process tree=()
  for process in "${started[@]}"; do
    mapfile -t -O "${#tree[@]}" tree < <(process_tree "$process")
  done
  kill -TERM "${started[@]}" 2> /dev/null || true
  for ((attempt = 0; attempt < 50; attempt++)); do
    kill -0 "${started[@]}" 2> /dev/null || break
    sleep 0.1
  done
  kill -KILL "${tree[@]}" 2> /dev/null || true
  wait 2> /dev/null || true
  rm -rf "$work"
}
