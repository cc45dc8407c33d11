#!/usr/bin/env bash
# Measures what it costs to ask the past, on a log of EVENTS events for each of ORGANIZATIONS x WORKFLOWS workflows:
#   get, version, as_of, history  one workflow as it is, as it was at a version or an instant, and a page of its history
#   export                        the whole log as NDJSON, beside psql's \copy of the same rows, and the server's memory
#   rebuild                       all views from the log
# env: ORGANIZATIONS (10), WORKFLOWS (1000; of each), EVENTS (100; of each workflow, 10 or more), DURATION (10s), ROUNDS (3),
#      CONNECTIONS (4), JAVA_HOME, TMPDIR (the database goes there: a real disk)
set -euo pipefail
cd "$(dirname "$0")/.."
. benchmarks/common.sh

organizations=${ORGANIZATIONS:-10}
workflows=${WORKFLOWS:-1000}
duration=${DURATION:-10s}
rounds=${ROUNDS:-3}
connections=${CONNECTIONS:-4}
events_each=${EVENTS:-100}
events=$((organizations * workflows * events_each))
load_before=$(cut -d ' ' -f 1 /proc/loadavg)
needs psql postgresql-client
needs wrk wrk
needs curl curl
needs python3 python3
java=$(find_java 21) || die "a JDK of 21 or later is missing: set JAVA_HOME"
[[ -f $server_jar ]] || die "${server_jar#"$PWD"/} is missing: ./mvnw package"

now() { date +%s.%N; }
since() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.2f", to - from }'; }
rate() { awk -v events="$events" -v seconds="$1" 'BEGIN { printf "%.0f", events / seconds }'; }
resident() { awk '/^VmRSS/ { printf "%d", $2 / 1024 }' "/proc/${jvm[server]}/status"; }

make_work
start_postgres
start_server
describe_machine

# --- a past, told by SQL while nobody listens
python3 benchmarks/prepare.py server "${url[server]}" "$organizations" "$workflows" \
    'ZohoCRM.settings.connected_workflows.ALL ConnectedWorkflow.audit' >"$work/tokens"
stop TERM "${jvm[server]}"
sql -d server -v organizations="$organizations" -v workflows="$workflows" -v events="$events_each" -f benchmarks/past.sql
patience=1800 begin=$(now)
start_server CONNECTED_WORKFLOW_REBUILD_VIEWS=true
rebuilt=$(since "$begin")
patience=120
stored=$(sql -d server -c 'select count(*) from connected_workflow.domain_event')
viewed=$(sql -d server -c 'select count(*) from connected_workflow.workflow_view')
((stored == events && viewed == organizations * workflows)) || die "$stored events and $viewed views: not what was made"
echo "$stored events of $viewed workflows; start with rebuild: $rebuilt s"

# --- one workflow
ask() {
    TOKENS=$work/tokens WORKFLOWS=$workflows EVENTS=$events_each KIND=$1 wrk -t 1 -c "$connections" -d "$2" -s benchmarks/past.lua \
        "${url[server]}" | sed -n 's/^RESULT //p'
}
for kind in get version as_of history; do ask "$kind" "$duration" >/dev/null; done
printf '\n%-8s %10s %8s %8s %8s %7s\n' kind requests/s 'p50 ms' 'p99 ms' 'max ms' errors
for ((round = 1; round <= rounds; round++)); do
    for kind in get version as_of history; do
        # shellcheck disable=SC2046 # five figures
        printf '%-8s %10s %8s %8s %8s %7s\n' "$kind" $(ask "$kind" "$duration")
    done
done

# --- all of it
token=$(python3 benchmarks/prepare.py admin "${url[server]}")
export_events() { # the query, and the most memory that the server had meanwhile
    local most=0 now
    curl -sS --fail "${url[server]}/audit/v1/events$1" -H "Authorization: Bearer $token" \
        -H 'Accept: application/x-ndjson' | wc -l >"$work/lines" &
    load=$!
    while kill -0 "$load" 2>/dev/null; do
        now=$(resident)
        ((most > now)) || most=$now
        sleep 0.1
    done
    wait "$load"
    load=''
    memory=$most
}
echo
begin=$(now)
export_events '?organization=1'
small=$(<"$work/lines") small_memory=$memory
for ((round = 1; round <= rounds; round++)); do
    begin=$(now)
    export_events ''
    exported=$(since "$begin")
    [[ $(<"$work/lines") -eq $events ]] || die "$(<"$work/lines") lines for $events events"
    begin=$(now)
    sql -d server -c "\\copy (select * from connected_workflow.domain_event order by global_index) to stdout" | wc -l >"$work/lines"
    copied=$(since "$begin")
    echo "export: $(rate "$exported") events/s, \\copy: $(rate "$copied") events/s," \
        "export/\\copy $(awk -v a="$copied" -v b="$exported" 'BEGIN { printf "%.2f", a / b }');" \
        "server's memory: $small_memory MiB with $small events, $memory MiB with $events"
done
