#!/bin/sh
# Measures how fast JFR recordings are read: validated, converted to Go, and by the JDK's own
# RecordingFile. The recording is one of hand-overs between virtual threads, with nearly nothing but
# their waits in it.
#
#   benchmarks/recordingspeed.sh [DIRECTORY]
#
# DIRECTORY is where the recording is kept; a temporary one if not given. HAND_OVERS says how many
# each of the hundred threads does: 297000 make a recording of 29.7 million events and some 700 MB.
# Needs a JDK 25 in JAVA_HOME or on the PATH, and Loomtrace built (./loomtrace agent builds it).
# Numbers go to standard output; published ones are in benchmarks/results.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
work="${1:-$(mktemp -d)}"
[ $# -gt 0 ] || trap 'rm -rf "$work"' EXIT
bin="$work/bin"
mkdir -p "$bin"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
javac="${JAVA_HOME:+$JAVA_HOME/bin/}javac"
# The collector is that of the command line.
options="${RECORDINGSPEED_JAVA_OPTIONS:--Xmx256m -XX:+UseSerialGC}"
classes="$here/../converter/target/classes:$here/../jfr-events/target/classes"
settings="$here/../jfr-events/src/main/resources/dev/loomtrace/loomtrace-full.jfc"
recording="$work/hand-overs-${HAND_OVERS:=297000}.jfr"

"$javac" -cp "$classes" -d "$bin" \
  "$here/src/main/java/dev/loomtrace/benchmarks/RecordingSpeed.java" \
  "$here/src/main/java/dev/loomtrace/benchmarks/HandOvers.java"
[ -f "$recording" ] || "$java" -javaagent:"$("$here/../loomtrace" agent)" \
  "-XX:StartFlightRecording:settings=$settings,filename=$recording,maxsize=16g" \
  -Djdk.virtualThreadScheduler.parallelism=1 -Xlog:jfr+startup=error \
  -cp "$bin" dev.loomtrace.benchmarks.HandOvers 50 "$HAND_OVERS"

measure() { # shellcheck disable=SC2086 # options are words
  "$java" $options "$@" -cp "$classes:$bin" \
    dev.loomtrace.benchmarks.RecordingSpeed "$recording" 3; }

echo "$("$java" -version 2>&1 | sed -n '2p'), options $options"
echo "$(uname -srm), $(nproc) processors, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)"
echo "commit $(git -C "$here" rev-parse --short HEAD), load $(cut -d ' ' -f 1-3 /proc/loadavg)"
echo "recording of $(wc -c < "$recording") bytes"
echo
echo "== all processors"
measure
echo
echo "== one thread"
measure -XX:ActiveProcessorCount=1
