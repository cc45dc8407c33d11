#!/usr/bin/env bash
# Measures whether a command costs more the more events its workflow has: the same command, one after the other over one
# connection, in one run and in alternation, on
#   short  workflows with 10 events
#   long   one workflow with EVENTS events
# env: EVENTS (10000), ROUNDS (5), COMMANDS (400; of each kind in a round, a multiple of 10), JAVA_HOME, TMPDIR (the database
#      goes there: a real disk)
set -euo pipefail
cd "$(dirname "$0")/.."
. benchmarks/common.sh

events=${EVENTS:-10000}
rounds=${ROUNDS:-5}
commands=${COMMANDS:-400}
load_before=$(cut -d ' ' -f 1 /proc/loadavg)
needs psql postgresql-client
needs python3 python3
java=$(find_java 21) || die "a JDK of 21 or later is missing: set JAVA_HOME"
[[ -f $server_jar ]] || die "${server_jar#"$PWD"/} is missing: ./mvnw package"

make_work
start_postgres
start_server
python3 benchmarks/prepare.py server "${url[server]}" 1 5000 ZohoCRM.settings.connected_workflows.ALL >"$work/token"
describe_machine
TOKEN=$(<"$work/token") python3 benchmarks/long_life.py "${url[server]}" "$events" "$rounds" "$commands" >"$work/result" &
load=$!
wait "$load" || die "the load failed: $(tail -n 40 "$work/server.log")"
load=''
acknowledged=$(sed -n 's/^ACKNOWLEDGED //p' "$work/result")
sed '/^ACKNOWLEDGED /d' "$work/result"

# --- every event that was answered for is stored, and no other
stored=$(sql -d server -c 'select count(*) from connected_workflow.domain_event')
echo "$acknowledged events answered for, $stored stored, warm-up included"
((stored == acknowledged)) || die "what is stored differs from what was answered"
