#!/bin/sh
# How long answers about a Go trace of 26 million events take, each command in a JVM of its own with
# a heap of 512 MB, three times, on an installation as it is and on a copy that was prepared
# ("loomtrace prepare"), in turn; beside them "go tool trace", which may have 12 GB. Then what it
# costs to start, and to ask a small recording, ten times each.
#
#   benchmarks/answerspeed.sh [TRACE]
#
# TRACE is one to ask instead. Needs Go, Linux, GNU time, a JDK 25.
# Numbers go to standard output; published ones are in benchmarks/results.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
trace="${1:-$work/26.trace}"
if [ $# -eq 0 ]; then
  (cd "$here/go" && go run ./bigtrace 26000000 "$trace")
fi
echo "$(go version), $("$here/../loomtrace" --version | head -n 1)"
echo "$(uname -srm), $(nproc) processors, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)"
echo "commit $(git -C "$here" rev-parse --short HEAD), load $(cut -d ' ' -f 1-3 /proc/loadavg)"

# Prints how long a command took and how much memory it had at most.
measure() {
  name=$1
  shift
  status=0
  /usr/bin/time -o "$work/time" -f '%e s, user %U s, system %S s, %M kB' "$@" \
    >"$work/out" 2>"$work/err" || status=$?
  echo "$name: $(tail -n 1 "$work/time")$([ $status = 0 ] || echo ", ended with $status: $(tail -n 1 "$work/err" | cut -c 1-100)")"
}

# Copies of what the launcher has built, with the times of the files.
built=$(dirname "$(dirname "$("$here/../loomtrace" agent)")")
for state in plain prepared; do
  cp -Rp "$built" "$work/$state"
  rm -f "$work/$state/lib/loomtrace.aot"
done
/usr/bin/time -o "$work/time" -f 'prepare: %e s, user %U s, system %S s' \
  "$work/prepared/bin/loomtrace" prepare
cat "$work/time"
"$work/plain/bin/loomtrace" demo --out "$work" >/dev/null

ours() {
  for state in plain prepared; do
    LOOMTRACE_JAVA_OPTS=-Xmx512m XDG_CACHE_HOME="$work/cache" \
      measure "loomtrace $*, $state" "$work/$state/bin/loomtrace" "$@" "$trace"
  done
}

for round in 1 2 3; do
  ours summary
  ours threads
  ours carriers
  ours pprof --type sched -o "$work/sched$round.pb.gz"
  ours pprof --type offcpu -o "$work/offcpu$round.pb.gz"
  ours path
  ours mmu
done

# Prints the median of the processor time of ten runs, each after one of the other installation.
small() {
  rm -f "$work"/cpu.*
  for run in 1 2 3 4 5 6 7 8 9 10; do
    for state in plain prepared; do
      /usr/bin/time -a -o "$work/cpu.$state" -f '%U %S' \
        "$work/$state/bin/loomtrace" "$@" >/dev/null 2>&1
    done
  done
  for state in plain prepared; do
    awk '{ print $1 + $2 }' "$work/cpu.$state" | sort -n | awk -v name="loomtrace $1, $state" \
      '{ t[NR] = $1 } END { printf "%s: processor time %.2f s\n", name, (t[5] + t[6]) / 2 }'
  done
}
small --version
small summary "$work/slow.jfr"
theirs=$(go tool -n trace)
for type in sched sync; do
  measure "go tool trace -pprof=$type" \
    sh -c "ulimit -v 12000000; exec timeout 300 \"\$0\" -pprof=$type \"\$1\"" "$theirs" "$trace"
done
