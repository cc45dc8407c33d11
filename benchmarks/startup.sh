#!/usr/bin/env bash
# Measures how long the server takes from its process's start until GET /actuator/health/readiness answers 200, on an
# embedded PostgreSQL whose data directory exists already, in three forms and in alternation:
#   jar        server/target/connected-workflow-server.jar
#   extracted  the same, taken apart by its own `extract`
#   cached     extracted, with an AOT cache from a training run (JDK 25 or later)
# env: RUNS (5), JAVA_HOME, TMPDIR
set -euo pipefail
cd "$(dirname "$0")/.."
. benchmarks/common.sh

runs=${RUNS:-5}
command -v python3 >/dev/null || die "python3 is missing: apt-get install python3"
[[ -f $server_jar ]] || die "${server_jar#"$PWD"/} is missing: ./mvnw package"
forms=(jar extracted cached)
java=$(find_java 25) || {
    java=$(find_java 21) || die "a JDK of 21 or later is missing: set JAVA_HOME"
    forms=(jar extracted)
    echo "without a JDK of 25 or later there is no AOT cache" >&2
}

work=$(mktemp -d "${TMPDIR:-/tmp}/connected-workflow-startup.XXXXXX")
server=''
clean_up() {
    trap - EXIT
    [[ -z $server ]] || stop TERM "$server"
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

extracted=$work/extracted/$(basename "$server_jar")
cache=$work/server.aot
"$java" -Djarmode=tools -jar "$server_jar" extract --destination "$work/extracted" >"$work/extract.log" 2>&1 ||
    die "$(cat "$work/extract.log")"

start() { # what java is given -> milliseconds until the server is ready; it is stopped again
    local port begin
    port=$(free_port)
    begin=${EPOCHREALTIME/[.,]/}
    (
        cd "$work"
        exec env -u SPRING_DATASOURCE_URL CONNECTED_WORKFLOW_DATA_DIR="$work/data" SERVER_PORT="$port" \
            SERVER_ADDRESS=127.0.0.1 "$java" "$@" >"$work/server.log" 2>&1
    ) &
    server=$!
    await "$server" "$port" /actuator/health/readiness 200 || die "the server does not start: $(tail -n 40 "$work/server.log")"
    milliseconds=$(((${EPOCHREALTIME/[.,]/} - begin) / 1000))
    stop TERM "$server"
    server=''
}

seconds() {
    awk "BEGIN { printf \"%.2f\n\", $1 / 1000 }"
}

start -jar "$server_jar" # makes the data directory
echo "$(nproc) cores, Java $("$java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p');" \
    "first start, with a new data directory: $(seconds "$milliseconds") s"
if [[ ${forms[*]} == *cached* ]]; then
    start -XX:AOTCacheOutput="$cache" -jar "$extracted" # SIGTERM ends it, and then it writes the cache
    [[ -f $cache ]] || die "the training run left no AOT cache: $(tail -n 40 "$work/server.log")"
    echo "AOT cache: $(($(stat -c %s "$cache") / 1000000)) MB"
fi

declare -A times=()
for ((run = 1; run <= runs; run++)); do
    for form in "${forms[@]}"; do
        case $form in
        jar) start -jar "$server_jar" ;;
        extracted) start -jar "$extracted" ;;
        # AOTMode=on: rather fail than start without the cache
        cached) start -XX:AOTCache="$cache" -XX:AOTMode=on -jar "$extracted" ;;
        esac
        times[$form]+=" $milliseconds"
    done
done

echo
echo '| form | median s | all runs s |'
echo '|---|---|---|'
for form in "${forms[@]}"; do
    all=''
    for milliseconds in ${times[$form]}; do all+=" $(seconds "$milliseconds")"; done
    echo "| $form | $(seconds "$(median ${times[$form]})") |$all |"
done
