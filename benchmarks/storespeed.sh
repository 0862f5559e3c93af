#!/bin/sh
# Builds the span store of a Go trace of 26 million events, queries it for moments, wakes and tiles,
# and sums the same trace up, cold and warm.
#
#   benchmarks/storespeed.sh [DIRECTORY]
#
# DIRECTORY is where the trace and the store are kept (500 MB); a temporary one if not given. Needs
# Go, a JDK 25 in JAVA_HOME or on the PATH, and the analysis built (mvn -pl analysis -am package).
# Numbers go to standard output; published ones are in benchmarks/results.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
work="${1:-$(mktemp -d)}"
[ $# -gt 0 ] || trap 'rm -rf "$work"' EXIT
bin="$work/bin"
mkdir -p "$bin"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
javac="${JAVA_HOME:+$JAVA_HOME/bin/}javac"
options="${STORESPEED_JAVA_OPTIONS:--Xmx512m}"
classes="$here/../converter/target/classes:$here/../analysis/target/classes:$here/../jfr-events/target/classes"

(cd "$here/go" && go build -o "$bin" ./bigtrace)
"$javac" -cp "$classes" -d "$bin" "$here/src/main/java/dev/loomtrace/benchmarks/StoreSpeed.java"
trace="$work/26.trace"
[ -f "$trace" ] || "$bin/bigtrace" 26000000 "$trace"

echo "$(go version), $("$java" -version 2>&1 | sed -n '2p'), options $options"
echo "$(uname -srm), $(nproc) processors, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)"
echo "commit $(git -C "$here" rev-parse --short HEAD), load $(cut -d ' ' -f 1-3 /proc/loadavg)"
for what in build ask; do
  # shellcheck disable=SC2086 # options are words
  "$java" $options -cp "$classes:$bin" dev.loomtrace.benchmarks.StoreSpeed $what "$trace"
done
# As the command runs it.
"$java" -XX:+UseSerialGC -Xmx256m -cp "$classes:$bin" \
  dev.loomtrace.benchmarks.StoreSpeed summary "$trace"
