# For run, classify and profile, which source it: builds where the sources are newer than the last build, and starts a main class.
# Expects the name of the command in $command, for what it says. Needs a JDK (17 or newer) and Maven.
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)

classes=$root/testing/benchmarks/target/classes
classpath=$root/testing/benchmarks/target/run.classpath
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

say() { printf '%s: %s\n' "$command" "$*" >&2; }

need() {
  command -v "$1" >/dev/null || { say "$2"; exit 1; }
}

# Whether the last build is that of these sources, and every jar it names is still there.
built() {
  [[ -d $classes && -s $classpath ]] || return 1
  local newer
  newer=$(find "$root" \( -name target -o -name .git -o -name .clients -o -path '*/src/test' \) -prune -o \
    \( -name pom.xml -o -path '*/src/*' -o -path '*/.mvn/*' \) -newer "$classpath" -print -quit)
  [[ -z $newer ]] || return 1
  local jars jar
  IFS=: read -r -a jars <"$classpath" || true
  for jar in "${jars[@]}"; do
    [[ -e $jar ]] || return 1
  done
}

build() {
  need mvn "Maven is missing; install it (on Debian: apt-get install maven)"
  say "building"
  if ! log=$(cd -- "$root" && mvn -B -Dmaven.test.skip=true -pl testing/benchmarks -am package 2>&1 </dev/null); then
    grep -v '^\[INFO\]' <<<"$log" >&2 || true
    say "the build failed: the first warning or error above says why"
    exit 1
  fi
}

# prepare ARGUMENT...: builds, unless --built is among the arguments; the others are then in $arguments.
prepare() {
  local argument as_built=
  arguments=()
  for argument; do
    if [[ $argument == --built ]]; then as_built=yes; else arguments+=("$argument"); fi
  done
  need "$java" "Java is missing; install a JDK of version 17 or newer (on Debian: apt-get install default-jdk-headless), or set JAVA_HOME"
  [[ -n $as_built ]] || built || build
}

# start OPTION... MAIN ARGUMENT...: becomes the Java process.
start() {
  exec "$java" -Djava.util.logging.config.file="$classes/logging.properties" -cp "$classes:$(<"$classpath")" "$@"
}
