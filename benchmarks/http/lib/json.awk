# Runs in (see measure.sh), JSON out: every run, for those who want another statistic than the table's.

BEGIN {
  FS = "\t"
  printf "{\n  \"machine\": \"%s\",\n  \"load\": \"%s\",\n  \"runs\": [", machine, load
}

{
  printf "%s\n    {\"round\": %d, \"proxy\": \"%s\", \"requests\": %d, \"seconds\": %s, \"p50Microseconds\": %d, \"p99Microseconds\": %d, \"errors\": %d, \"processorMicroseconds\": %d}",
    separator, $1, $2, $3, $4, $5, $6, $7, $8
  separator = ","
}

END { print "\n  ]\n}" }
