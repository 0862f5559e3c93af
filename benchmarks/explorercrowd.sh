#!/bin/sh
# How long the explorer takes for a picture of 100 million spans of 100,000 goroutines that are all
# there at once, with a heap of 512 MB: tiles asked from its server, and the pauses of its page in
# Chromium while one pans and zooms.
#
#   benchmarks/explorercrowd.sh [SPANS GOROUTINES [DIRECTORY]]
#
# DIRECTORY is where the trace and what is made of it are kept; a temporary one if not given. Needs
# a JDK 25 in JAVA_HOME or on the PATH, Linux, 3 GB of disk, and Chromium for the page's part.
# Numbers go to standard output; published ones are in benchmarks/results.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
spans="${1:-100000000}"
goroutines="${2:-100000}"
work="${3:-$(mktemp -d)}"
[ $# -gt 2 ] || trap 'rm -rf "$work"' EXIT
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
loomtrace="$here/../loomtrace"
sources="$here/src/main/java/dev/loomtrace/benchmarks"
classes="$here/../converter/target/classes:$here/../analysis/target/classes:$here/../jfr-events/target/classes"

"$loomtrace" --version >/dev/null
echo "$("$java" -version 2>&1 | sed -n '2p')"
echo "$(uname -srm), $(nproc) processors, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)"
echo "commit $(git -C "$here" rev-parse --short HEAD), load $(cut -d ' ' -f 1-3 /proc/loadavg)"
trace="$work/$spans.trace"
[ -f "$trace" ] || "$java" -cp "$classes" "$sources/CrowdTrace.java" "$spans" "$goroutines" "$trace"
export XDG_CACHE_HOME="$work/cache" LOOMTRACE_JAVA_OPTS=-Xmx512m
rm -rf "$XDG_CACHE_HOME"
"$java" "$sources/ExplorerSpeed.java" "$trace" "$loomtrace" - 0
echo "  on disk          $(du -sm "$XDG_CACHE_HOME" | cut -f 1) MB"
for browser in chromium chromium-browser google-chrome; do
  if command -v "$browser" >/dev/null; then
    "$java" "$sources/PagePauses.java" "$trace" "$loomtrace" "$browser"
    exit
  fi
done
echo "no Chromium: the page was not measured"
