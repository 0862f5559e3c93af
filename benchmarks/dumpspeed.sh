#!/bin/sh
# Compares what a dump of the flight recorder costs, of this source and of another commit, in turn.
#
#   benchmarks/dumpspeed.sh COMMIT [PAIRS] [DUMPS]
#
# Needs git and a JDK 25 in JAVA_HOME or on the PATH; RUNTIME names the home of another run time to
# measure with. Numbers go to standard output; published ones are in benchmarks/results.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
commit="$1"
pairs="${2:-4}"
dumps="${3:-120}"
work="$(mktemp -d)"
trap 'rm -rf "$work"; git -C "$here" worktree prune' EXIT
javac="${JAVA_HOME:+$JAVA_HOME/bin/}javac"
java="${RUNTIME:+$RUNTIME/bin/}"
java="${java:-${JAVA_HOME:+$JAVA_HOME/bin/}}java"

build() { # source, classes
  # shellcheck disable=SC2046 # no name in the source has a blank
  "$javac" -nowarn -proc:none -Xlint:none -source 21 -target 21 -d "$2" \
    $(find "$1/jfr-events/src" -path '*/test/*' -prune -o -name '*.java' ! -name module-info.java -print) \
    "$here/src/main/java/dev/loomtrace/benchmarks/DumpSpeed.java" 2>&1 | grep -v '^warning\|^[0-9]* warning' >&2 || true
  cp -r "$1/jfr-events/src/main/resources/." "$2"
}

git -C "$here" worktree add --quiet --detach "$work/source" "$commit"
build "$work/source" "$work/before"
build "$here/.." "$work/now"

"$java" -version 2>&1 | sed -n 2p
echo "$(uname -srm), $(nproc) processors, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)"
echo "commit $(git -C "$here" rev-parse --short HEAD) against $commit, load $(cut -d ' ' -f 1-3 /proc/loadavg)"
i=0
while [ "$i" -lt "$pairs" ]; do
  for which in before now; do
    printf '%-7s ' $which
    "$java" -cp "$work/$which" dev.loomtrace.benchmarks.DumpSpeed "$dumps" "$work/dump.jfr" 2>&1 | tail -1
  done
  i=$((i + 1))
done
