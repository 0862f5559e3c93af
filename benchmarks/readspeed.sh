#!/bin/sh
# Compares our reader of Go traces with Go's own (golang.org/x/exp/trace): both read the same files
# and touch the kind, time and goroutine of each event.
#
#   benchmarks/readspeed.sh [DIRECTORY]
#
# DIRECTORY is where the traces are kept (470 MB); a temporary one if not given. Needs Go, a JDK 25
# in JAVA_HOME or on the PATH, and the converter built (mvn -pl converter -am package). Numbers go
# to standard output; published ones are in benchmarks/results.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
work="${1:-$(mktemp -d)}"
[ $# -gt 0 ] || trap 'rm -rf "$work"' EXIT
bin="$work/bin"
mkdir -p "$bin"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
javac="${JAVA_HOME:+$JAVA_HOME/bin/}javac"
# The heap of our reader: as much memory as Go's reader takes.
options="${READSPEED_JAVA_OPTIONS:--Xmx128m}"
classes="$here/../converter/target/classes"

(cd "$here/go" && go build -o "$bin" ./readspeed ./bigtrace)
"$javac" -cp "$classes" -d "$bin" "$here/src/main/java/dev/loomtrace/benchmarks/ReaderSpeed.java"

ours() { # shellcheck disable=SC2086 # options are words
  "$java" $options -cp "$classes:$bin" dev.loomtrace.benchmarks.ReaderSpeed "$@"; }

echo "$(go version), $("$java" -version 2>&1 | sed -n '2p'), options $options"
echo "$(uname -srm), $(nproc) processors, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)"
echo "commit $(git -C "$here" rev-parse --short HEAD), load $(cut -d ' ' -f 1-3 /proc/loadavg)"
for millions in 5 26 54; do
  trace="$work/$millions.trace"
  [ -f "$trace" ] || "$bin/bigtrace" "${millions}000000" "$trace"
  echo
  echo "== $millions million events, $(wc -c < "$trace") bytes"
  for round in 1 2 3; do
    echo "whole process, Go:   $("$bin/readspeed" "$trace")"
    echo "whole process, ours: $(ours "$trace")"
  done
  "$bin/readspeed" "$trace" 5 | sed 's/^/warm, Go:   /'
  ours "$trace" 8 | tail -5 | sed 's/^/warm, ours: /'
done

echo
# Written to nothing, so that it is not the disk that is measured; 5 million are compared as well.
tool="$(go tool -n trace)"
for millions in 5 26; do
  trace="$work/$millions.trace"
  echo "== text of $millions million events, seconds"
  for who in Go ours; do
    begin=$(date +%s.%N)
    if [ $who = Go ]; then
      "$tool" -d=parsed "$trace" > /dev/null
    else
      ours parsed "$trace" > /dev/null
    fi
    echo "$who: $(echo "$(date +%s.%N) - $begin" | bc)"
  done
done
"$tool" -d=parsed "$work/5.trace" > "$bin/go.txt"
ours parsed "$work/5.trace" | cmp - "$bin/go.txt" && echo "the same text of $(wc -c < "$bin/go.txt") bytes"
rm "$bin/go.txt"
