# What both launchers need: finds a Java and a locale, and makes text harmless. For sh, to be sourced.

# Makes a text harmless for a terminal, in one line: each byte beyond printable ASCII becomes an
# escape such as \033. Sets visible.
make_visible() {
  case $1 in
    *[!" "-~]*) visible=$(escape "$1") ;;
    *) visible=$1 ;;
  esac
}

escape() {
  LC_ALL=C
  rest=$1
  while [ -n "$rest" ]; do
    printable=${rest%%[!" "-~]*}
    printf '%s' "$printable"
    rest=${rest#"$printable"}
    if [ -n "$rest" ]; then
      byte=$(printf '%d' "'$rest")
      printf '\\%03o' $((byte & 255))
      rest=${rest#?}
    fi
  done
}

# Finds a locale in whose encoding every name of a file can be written. Sets utf8_locale; empty if
# there is none, or if the user's own locale has another encoding, which names may be in.
find_utf8_locale() {
  utf8_locale=
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    '' | C | POSIX | *[Uu][Tt][Ff]8 | *[Uu][Tt][Ff]-8) ;;
    *)
      # A locale that is not installed is the same as C.
      case $(locale charmap 2>/dev/null) in
        '' | ANSI_X3.4-1968 | US-ASCII) ;;
        *) return ;;
      esac
      ;;
  esac
  for candidate in C.UTF-8 en_US.UTF-8; do
    # Without a program "locale" this is musl, all of whose locales are in UTF-8.
    charmap=$(LC_ALL=$candidate locale charmap 2>/dev/null) || charmap=UTF-8
    if [ "$charmap" = UTF-8 ]; then
      utf8_locale=$candidate
      return
    fi
  done
}

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

# Considers a home, given the least version and a program that must be in it: sets java_home and
# java_home_version.
take_java_home() {
  [ -n "$3" ] && read_java_version "$3" || return 1
  make_visible "$3"
  seen_javas="$seen_javas
  Java $java_version in $visible"
  [ "$java_version" -ge "$1" ] && [ -x "$3/bin/$2" ] || return 1
  java_home=$3
  java_home_version=$java_version
}

# Finds a Java of at least this version which has this program (java or javac): JAVA_HOME's, else
# the PATH's, else the newest in the usual places. Sets java_home, java_home_version (its feature
# version), and seen_javas for complaints.
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
    take_java_home "$1" "$2" "$registered" && best_home=$registered best_version=$java_version
  fi
  java_home=$best_home
  java_home_version=$best_version
  [ -n "$java_home" ]
}

# Says what is needed and what is there. Not by echo, which makes of escapes what they stand for.
explain_java() {
  echo "loomtrace: $1"
  if [ -n "$seen_javas" ]; then
    printf '%s\n' "Looked at JAVA_HOME, the PATH and the usual folders, and found only:$seen_javas"
  else
    echo "Looked at JAVA_HOME, the PATH and the usual folders, and found none."
  fi
  echo "Install a JDK 25, for example from https://adoptium.net, or set JAVA_HOME to the home of one."
}
