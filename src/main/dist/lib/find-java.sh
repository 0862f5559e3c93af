# Finds a Java. For sh, to be sourced.

# The Java in a home: sets java_version to its feature version (21 for 21.0.8).
read_java_version() {
  java_version=
  [ -x "$1/bin/java" ] || return 1
  if [ -r "$1/release" ]; then
    while IFS='=' read -r key value; do
      if [ "$key" = JAVA_VERSION ]; then
        value=${value#\"}
        java_version=${value%%[!0-9]*}
      fi
    done <"$1/release"
  fi
  if [ -z "$java_version" ]; then
    java_version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  fi
  [ -n "$java_version" ]
}

# Follows symbolic links: sets real_path.
follow_links() {
  real_path=$1
  while [ -L "$real_path" ]; do
    link=$(readlink "$real_path")
    case $link in
      /*) real_path=$link ;;
      *) real_path=$(dirname "$real_path")/$link ;;
    esac
  done
}

# Home of the java on the PATH; empty if there is none.
java_home_on_path() {
  path_java_home=
  if found=$(command -v java); then
    follow_links "$found"
    path_java_home=$(dirname "$(dirname "$real_path")")
  fi
}

# Considers a home, given the least version and a program that must be in it: sets java_home.
take_java_home() {
  [ -n "$3" ] && read_java_version "$3" || return 1
  seen_javas="$seen_javas
  Java $java_version in $3"
  [ "$java_version" -ge "$1" ] && [ -x "$3/bin/$2" ] || return 1
  java_home=$3
}

# Finds a Java of at least this version which has this program (java or javac): JAVA_HOME's, else
# the PATH's, else the newest in the usual places. Sets java_home, and seen_javas for complaints.
find_java() {
  java_home=
  seen_javas=
  java_home_on_path
  take_java_home "$1" "$2" "${JAVA_HOME:-}" && return 0
  take_java_home "$1" "$2" "$path_java_home" && return 0
  best_version=0
  best_home=
  for candidate in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    /usr/local/openjdk-* /opt/java /snap/openjdk/current/jdk \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec \
    "${SDKMAN_DIR:-${HOME:-/}/.sdkman}"/candidates/java/* \
    "${HOME:-/}"/.jdks/* "${HOME:-/}"/.gradle/jdks/* "${HOME:-/}"/.jabba/jdk/* \
    "${HOME:-/}"/.asdf/installs/java/* "${HOME:-/}"/.local/share/mise/installs/java/*; do
    if take_java_home "$1" "$2" "$candidate" && [ "$java_version" -gt "$best_version" ]; then
      best_version=$java_version
      best_home=$candidate
    fi
  done
  if [ -z "$best_home" ] && [ -x /usr/libexec/java_home ]; then
    registered=$(/usr/libexec/java_home -v "$1+" 2>/dev/null) || registered=
    take_java_home "$1" "$2" "$registered" && best_home=$registered
  fi
  java_home=$best_home
  [ -n "$java_home" ]
}

# Says what is needed and what is there.
explain_java() {
  echo "loomtrace: $1"
  if [ -n "$seen_javas" ]; then
    echo "Looked at JAVA_HOME, the PATH and the usual folders, and found only:$seen_javas"
  else
    echo "Looked at JAVA_HOME, the PATH and the usual folders, and found none."
  fi
  echo "Install a JDK 25, for example from https://adoptium.net, or set JAVA_HOME to the home of one."
}
