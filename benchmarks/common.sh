# What create.sh and startup.sh share: sourced by them, not run.

server_jar=$PWD/infrastructure/target/connected-workflow-server.jar

die() {
    echo "$(basename "$0"): $*" >&2
    exit 1
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

# Waits until the path answers the status, asking every 20 ms; fails when the process ends or two minutes have passed.
await() {
    local process=$1 port=$2 path=$3 wanted=$4 give_up=$((SECONDS + 120))
    until [[ $(status "$port" "$path") == "$wanted" ]]; do
        kill -0 "$process" 2>/dev/null && ((SECONDS < give_up)) || return 1
        sleep 0.02
    done
}

# Sends a signal to a process of ours and waits for its end, for at most a minute.
stop() {
    local signal=$1 process=$2 patience=600
    kill -"$signal" "$process" 2>/dev/null || return 0
    while kill -0 "$process" 2>/dev/null; do
        ((patience-- > 0)) || kill -KILL "$process" 2>/dev/null || true
        sleep 0.1
    done
}

median() {
    printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 } END { printf "%.0f\n", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}
