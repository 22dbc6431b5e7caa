#!/usr/bin/env bash
# Records the netlink messages of ipvsadm into tests/Gateway.Netlink.Tests/Captures, where our own encoding is held against them.
# A file each: "# command", then "> bytes" for what was sent and "< bytes" for what was received, in order.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# What is carried out in the lab, as text.
scenarios=$(
  cat <<'SCENARIOS'
set -euo pipefail
modprobe sctp
scratch=$(mktemp -d)
ip netns add captures
ip -n captures link set lo up
ip -n captures address add 192.0.2.1/32 dev lo
ip -n captures address add 198.51.100.1/24 dev lo
# What the daemons need: a link that can multicast.
ip -n captures link add veth0 type veth peer name veth1
ip -n captures address add 203.0.113.1/24 dev veth0
ip -n captures link set veth0 up
ip -n captures link set veth1 up

# In the namespace, unrecorded.
run() {
  ip netns exec captures "$@"
}

# strace prints what goes through a descriptor as a hex dump after each call. What was only peeked at comes again.
messages() {
  awk '
    /^sendmsg\(/ || /^sendto\(/ { flush(); direction = ">" }
    /^recvmsg\(/ || /^recvfrom\(/ { flush(); direction = /MSG_PEEK/ ? "" : "<" }
    /^ \| [0-9a-f]+  / { bytes = bytes substr($0, 11, 49) }
    END { flush() }
    function flush() { gsub(/ /, "", bytes); if (direction != "" && bytes != "") print direction " " bytes; bytes = "" }
  ' "$1"
}

# record NAME OPTIONS...: returns the exit code of ipvsadm, which is expected to be 0.
record() {
  local name=$1 code=0
  shift
  run strace -o "$scratch/strace" -s 65536 -e trace=sendmsg,recvmsg,sendto,recvfrom -e read=all -e write=all ipvsadm "$@" >"$scratch/output" || code=$?
  {
    echo "# ipvsadm $*"
    messages "$scratch/strace"
  } >"$LAB_RESULTS/$name.txt"
  # Its own words, where it prints some, are what our reading is compared with.
  [ ! -s "$scratch/output" ] || cp "$scratch/output" "$LAB_RESULTS/$name.output"
  return $code
}

# refused NAME OPTIONS...: of a command that is expected to fail.
refused() {
  if record "$@"; then
    echo "$1 was not refused" >&2
    return 1
  fi
}

record add-service-tcp-ipv4 -A -t 192.0.2.1:80 -s rr
record add-service-udp-ipv4 -A -u 192.0.2.1:53 -s wrr
record add-service-sctp-ipv4 -A --sctp-service 192.0.2.1:3868 -s wlc
record add-service-tcp-ipv6 -A -t '[2001:db8::1]:443' -s rr
record add-service-fwmark-ipv4 -A -f 7 -s rr
record add-service-fwmark-ipv6 -A -f 7 -6 -s rr
record add-service-sh -A -t 192.0.2.1:81 -s sh -b sh-port,sh-fallback
record add-service-mh -A -t 192.0.2.1:82 -s mh -b mh-port,mh-fallback
record add-service-mh-port -A -t '[2001:db8::1]:82' -s mh -b mh-port
record add-service-persistent -A -t 192.0.2.1:83 -s rr -p 10800
record add-service-persistent-netmask -A -t 192.0.2.1:84 -s wrr -p 600 -M 255.255.255.0
record add-service-persistent-ipv6-prefix -A -t '[2001:db8::1]:84' -s wrr -p 600 -M 64
record add-service-every-port -A -t 192.0.2.2:0 -s rr -p 60
record add-service-one-packet -A -u 192.0.2.1:5353 -s rr -o
record edit-service -E -t 192.0.2.1:83 -s wlc -p 300
record edit-service-not-persistent -E -t 192.0.2.1:83 -s wlc
refused add-service-exists -A -t 192.0.2.1:80 -s rr
refused add-service-unknown-scheduler -A -t 192.0.2.1:85 -s nosuch

record add-destination-masquerade -a -t 192.0.2.1:80 -r 198.51.100.10:8080 -m
record add-destination-weight -a -t 192.0.2.1:80 -r 198.51.100.11:8080 -m -w 65535
record add-destination-thresholds -a -t 192.0.2.1:80 -r 198.51.100.12:8080 -m -w 0 -x 1000 -y 750
record add-destination-direct-route -a -t 192.0.2.1:81 -r 198.51.100.10:81 -g
record add-destination-tunnel-ipip -a -t 192.0.2.1:81 -r 198.51.100.11:81 -i
record add-destination-tunnel-gue -a -t 192.0.2.1:82 -r 198.51.100.10:82 -i --tun-type gue --tun-port 6080 --tun-nocsum
record add-destination-tunnel-gue-checksum -a -t 192.0.2.1:82 -r 198.51.100.11:82 -i --tun-type gue --tun-port 6080 --tun-csum
record add-destination-tunnel-gue-remote-checksum -a -t 192.0.2.1:82 -r 198.51.100.12:82 -i --tun-type gue --tun-port 6080 --tun-remcsum
record add-destination-tunnel-gre -a -t 192.0.2.1:82 -r 198.51.100.13:82 -i --tun-type gre
record add-destination-tunnel-gre-checksum -a -t 192.0.2.1:82 -r 198.51.100.14:82 -i --tun-type gre --tun-csum
record add-destination-ipv6 -a -t '[2001:db8::1]:443' -r '[2001:db8:1::10]:8443' -m -w 3
record add-destination-ipv6-tunnel-over-ipv4 -a -t '[2001:db8::1]:82' -r 198.51.100.10:82 -i
record add-destination-udp -a -u 192.0.2.1:53 -r 198.51.100.10:53 -m
record add-destination-sctp -a --sctp-service 192.0.2.1:3868 -r 198.51.100.10:3868 -m -w 2
record add-destination-fwmark-ipv4 -a -f 7 -r 198.51.100.10:0 -m
record add-destination-fwmark-ipv6 -a -f 7 -6 -r '[2001:db8:1::10]:0' -m
record edit-destination -e -t 192.0.2.1:80 -r 198.51.100.10:8080 -m -w 5 -x 10
refused add-destination-exists -a -t 192.0.2.1:80 -r 198.51.100.10:8080 -m
refused edit-destination-unknown -e -t 192.0.2.1:80 -r 198.51.100.99:8080 -m
refused add-destination-unknown-service -a -t 192.0.2.99:80 -r 198.51.100.10:8080 -m

# A datagram, so that there is something to count.
run bash -c 'echo question >/dev/udp/192.0.2.1/53'
record list -Ln --exact
record list-statistics -Ln --stats --exact
record list-rates -Ln --rate --exact
record list-thresholds -Ln --thresholds
record list-one -Ln -t 192.0.2.1:80
record list-fwmark -Ln -f 7 -6
record save -S -n
record zero-service -Z -t 192.0.2.1:80
record zero-all -Z
record set-timeouts --set 7200 240 120
record set-one-timeout --set 0 0 60
record list-timeouts -L --timeout
record delete-destination -d -t 192.0.2.1:80 -r 198.51.100.11:8080
refused delete-destination-unknown -d -t 192.0.2.1:80 -r 198.51.100.11:8080
record delete-service -D -t 192.0.2.1:80
refused delete-service-unknown -D -t 192.0.2.1:80
record delete-service-ipv6 -D -t '[2001:db8::1]:443'
record delete-service-fwmark-ipv6 -D -f 7 -6
record flush -C
record list-empty -Ln
# The kernel refuses them while there are destinations of another family than their service.
record start-daemon-master --start-daemon master --mcast-interface veth0 --syncid 5
record start-daemon-backup --start-daemon backup --mcast-interface veth0 --syncid 6 --sync-maxlen 1400 --mcast-group 224.0.0.83 --mcast-port 8850 --mcast-ttl 3
record list-daemons -L --daemon
record stop-daemon-master --stop-daemon master
record stop-daemon-backup --stop-daemon backup
record list-no-daemons -L --daemon

ip netns delete captures
SCENARIOS
)

captures=../Gateway.Netlink.Tests/Captures
mkdir -p "$captures"
./lab.sh --machine --no-build --results "$captures" --shell-command "$scenarios"
