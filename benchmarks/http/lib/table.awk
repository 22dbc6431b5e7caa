# Runs in (see measure.sh), a markdown table of medians out. A ratio is the median over the rounds of the ratio within a round, so that a
# drift of the machine takes part in both sides of it.

BEGIN { FS = "\t" }

{
  if (!($2 in runs)) order[++proxies] = $2
  runs[$2]++
  rate[$2] = rate[$2] " " $3 / $4
  p50[$2] = p50[$2] " " $5 / 1000
  p99[$2] = p99[$2] " " $6 / 1000
  cost[$2] = cost[$2] " " $8 / $3
  costs[$1, $2] = $8 / $3
  errors[$2] += $7
  if ($1 > rounds) rounds = $1
}

END {
  print "| proxy | requests/s | p50 ms | p99 ms | processor µs/request | × stock YARP | × nginx | errors |"
  print "|---|---:|---:|---:|---:|---:|---:|---:|"
  for (i = 1; i <= proxies; i++) {
    name = order[i]
    printf "| %s | %.0f | %.2f | %.2f | %.1f | %s | %s | %d |\n", title(name), median(rate[name]), median(p50[name]), median(p99[name]),
      median(cost[name]), ratio(name, "yarp"), ratio(name, "nginx"), errors[name]
  }
}

function ratio(name, other, round, all) {
  if (!(other in runs) || name == "direct") return "–"
  for (round = 1; round <= rounds; round++) all = all " " costs[round, name] / costs[round, other]
  return sprintf("%.2f", median(all))
}

function title(name) {
  return name == "direct" ? "backend alone" : name == "yarp" ? "stock YARP 2.1.0" : name
}

function median(list, values, count, i, j, held) {
  count = split(list, values, " ")
  for (i = 2; i <= count; i++) {
    held = values[i] + 0
    for (j = i - 1; j > 0 && values[j] + 0 > held; j--) values[j + 1] = values[j]
    values[j + 1] = held
  }
  return count % 2 ? values[(count + 1) / 2] : (values[count / 2] + values[count / 2 + 1]) / 2
}
