#!/usr/bin/env bash
# Measures creates per second, in one run and in alternation, on one PostgreSQL 18 that really writes to its disk:
#   ceiling  pgbench with the least SQL that an event-sourced create needs
#   peer     peer-crud, a plain CRUD service with the same checks
#   server   server/target/connected-workflow-server.jar
# env: DURATION and WARMUP (20s), ROUNDS (3), ORGANIZATIONS (64), MODULES in each of them (what 4,000 creates/s use up,
#      at most 5,000), JAVA_HOME, TMPDIR (the database goes there: a real disk)
set -euo pipefail
cd "$(dirname "$0")/.."
. benchmarks/common.sh

seconds=${DURATION:-20s} seconds=${seconds%s}
warmup=${WARMUP:-20s} warmup=${warmup%s}
rounds=${ROUNDS:-3}
organizations=${ORGANIZATIONS:-64}
modules=$(((warmup + rounds * seconds) * 4000 / organizations + 1))
modules=${MODULES:-$((modules < 5000 ? modules : 5000))}
((organizations % 2 == 0)) || die "ORGANIZATIONS must be even"
connections=16
contenders=(ceiling peer server)

load_before=$(cut -d ' ' -f 1 /proc/loadavg)

needs wrk wrk
needs pgbench postgresql
needs psql postgresql-client
needs python3 python3
java=$(find_java 21) || die "a JDK of 21 or later is missing: set JAVA_HOME"
[[ -f $server_jar ]] || die "${server_jar#"$PWD"/} is missing: ./mvnw package"

make_work
start_postgres
sql <<SQL
create database ceiling;
create database peer;
SQL
sql -d ceiling -v orgs="$organizations" -f benchmarks/ceiling-schema.sql

# --- the two servers
declare -A used=([peer]=0 [server]=0) created=([peer]=0 [server]=0) rates=()

maven package
start peer "$PWD/benchmarks/peer-crud/target/peer-crud.jar" postgres / 404
start_server
for contender in peer server; do
    python3 benchmarks/prepare.py $contender "${url[$contender]}" "$organizations" "$modules" >"$work/$contender.tokens"
done

# --- the load
run() {
    "$@" >"$work/load.out" 2>&1 &
    load=$!
    wait "$load" || die "$1 failed: $(cat "$work/load.out")"
    load=''
}

must_live() {
    local status=0
    kill -0 "${jvm[$1]}" 2>/dev/null && return
    wait "${jvm[$1]}" || status=$?
    die "the $1 has ended, with status $status: $(tail -n 40 "$work/$1.log")"
}

measure() { # contender, seconds -> rate, errors, p50, p99
    local contender=$1 duration=$2 creates last
    sql -c checkpoint
    if [[ $contender == ceiling ]]; then
        run pgbench -n -M prepared -c $connections -j 2 -T "$duration" -D orgs="$organizations" \
            -f benchmarks/ceiling-create.sql ceiling
        rate=$(sed -n 's/^tps = \([0-9]*\).*/\1/p' "$work/load.out")
        errors=$(sed -n 's/^number of failed transactions: \([0-9]*\).*/\1/p' "$work/load.out")
        p50=- p99=-
    else
        must_live "$contender"
        run env TOKENS="$work/$contender.tokens" SCHEME=Bearer START="${used[$contender]}" LOAD_SECONDS="$duration" \
            wrk -t 2 -c $connections -d $((duration + 1))s --timeout 30s --latency -s benchmarks/create.lua "${url[$contender]}"
        read -r _ creates errors last rate p50 p99 < <(grep '^RESULT' "$work/load.out")
        must_live "$contender"
        ((errors == 0)) || cat "$work/load.out" >&2
        ((last <= modules)) || die "the $contender ran out of modules: set ORGANIZATIONS=$((organizations * 2))"
        used[$contender]=$last
        created[$contender]=$((created[$contender] + creates))
    fi
}

ratio() {
    awk "BEGIN { printf \"%.2f\n\", $1 / $2 }"
}

describe_machine
echo "$rounds rounds of $seconds s after $warmup s of warm-up, $connections connections," \
    "$organizations organizations, $modules modules in each"
for contender in "${contenders[@]}"; do measure "$contender" "$warmup"; done

echo
echo '| round | contender | creates/s | errors | p50 ms | p99 ms |'
echo '|---|---|---|---|---|---|'
all_errors=0
for ((round = 1; round <= rounds; round++)); do
    for contender in "${contenders[@]}"; do
        measure "$contender" "$seconds"
        rates[$contender]+=" $rate"
        all_errors=$((all_errors + errors))
        echo "| $round | $contender | $rate | $errors | $p50 | $p99 |"
    done
done
for contender in "${contenders[@]}"; do
    rates[$contender]=$(median ${rates[$contender]})
    echo "| median | $contender | ${rates[$contender]} | | | |"
done
echo
echo "server/peer: $(ratio "${rates[server]}" "${rates[peer]}")"
echo "server/ceiling: $(ratio "${rates[server]}" "${rates[ceiling]}")"

# --- every create that was answered with 201 is stored, and no other
stored=$(sql -d server -c 'select count(*) from connected_workflow.domain_event')
echo "server: ${created[server]} times 201, $stored events, warm-up included"
stored_by_peer=$(sql -d peer -c 'select count(*) from peer_workflow')
echo "peer: ${created[peer]} times 201, $stored_by_peer rows, warm-up included"
((stored == created[server] && stored_by_peer == created[peer])) || die "what is stored differs from what was answered"
((all_errors == 0)) || die "$all_errors errors: the figures do not count"
