#!/bin/sh
# How long the explorer takes to show a Go trace of 26 million events, for the first time and again,
# and its tiles; beside it "go tool trace" until its first page. The explorer has a heap of 512 MB.
#
#   benchmarks/explorerspeed.sh [TRACE]
#
# TRACE is one to show instead. Needs Go, Linux, a JDK 25 in JAVA_HOME or on the PATH, and 1 GB in
# the temporary folder; "go tool trace" needs much memory. Numbers go to standard output; published
# ones are in benchmarks/results.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
trace="${1:-$work/26.trace}"
if [ $# -eq 0 ]; then
  (cd "$here/go" && go run ./bigtrace 26000000 "$trace")
fi
"$here/../loomtrace" --version >/dev/null
echo "$(go version), $("$java" -version 2>&1 | sed -n '2p')"
echo "$(uname -srm), $(nproc) processors, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)"
echo "commit $(git -C "$here" rev-parse --short HEAD), load $(cut -d ' ' -f 1-3 /proc/loadavg)"
XDG_CACHE_HOME="$work/cache" LOOMTRACE_JAVA_OPTS=-Xmx512m \
  "$java" "$here/src/main/java/dev/loomtrace/benchmarks/ExplorerSpeed.java" \
  "$trace" "$here/../loomtrace" "$(command -v go || echo -)" 8899
