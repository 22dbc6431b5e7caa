-- Connects to the loopback port given after the URL, so that the URL may name the host that the proxies route and choose
-- certificates by, and prints one line for the script to read: requests, seconds, p50 µs, p99 µs, errors.

function wrk.resolve(_, service)
  wrk.addrs = wrk.lookup("127.0.0.1", service)
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format("RESULT %d %.3f %d %d %d", summary.requests, summary.duration / 1e6,
    latency:percentile(50), latency:percentile(99), errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
