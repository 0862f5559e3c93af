#!/bin/sh
# Writes and reads JFR recordings, with our code and with that of others in turn: a Go trace as a
# recording, beside Mission Control's writer; the heap that a trace of 1 GB takes; and all events of
# a recording, of which few are decoded, beside the reader of async-profiler's converter.
#
#   benchmarks/jfrspeed.sh [DIRECTORY]
#
# DIRECTORY is where the traces are kept (1.5 GB); a temporary one if not given. Needs Go, a JDK 25
# in JAVA_HOME or on the PATH, and mvn -pl benchmarks -am package -DskipTests. Speeds are in events
# per second of processor time of the one thread that works. Numbers go to standard output;
# published ones are in benchmarks/results.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
work="${1:-$(mktemp -d)}"
[ $# -gt 0 ] || trap 'rm -rf "$work"' EXIT
bin="$work/bin"
mkdir -p "$bin"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
target="$here/target"
speed() {
  heap="$1"
  shift
  "$java" -XX:+UseSerialGC "-Xmx$heap" -cp "$target/classes:$target/lib/*" \
    dev.loomtrace.benchmarks.JfrSpeed "$@"
}

(cd "$here/go" && go build -o "$bin" ./bigtrace)
for millions in 5 190; do
  trace="$work/$millions.trace"
  [ -f "$trace" ] || "$bin/bigtrace" "${millions}000000" "$trace"
done

echo "$(go version), $("$java" -version 2>&1 | sed -n '2p')"
echo "$(uname -srm), $(nproc) processors, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)"
echo "commit $(git -C "$here" rev-parse --short HEAD), load $(cut -d ' ' -f 1-3 /proc/loadavg)"
echo
echo "== written: a trace of $(wc -c < "$work/5.trace") bytes"
speed 1g write "$work/5.trace" 500000 9
echo
echo "== heap: a trace of $(wc -c < "$work/190.trace") bytes"
speed 256m heap "$work/190.trace"
echo
speed 1g convert "$work/5.trace" "$work/5.jfr"
echo "== read: its recording of $(wc -c < "$work/5.jfr") bytes"
speed 1g read "$work/5.jfr" 9
