# The programs that script/bench puts ours beside: where they come from and how they are ended.
# Included with `.` after common.sh.
#
# Nothing is installed into the system and no service is started by a package: Debian's packages are
# downloaded by apt-get and unpacked into a folder, Python's go into a virtual environment there.

# Debian packages, and the Python packages that each client needs.
peer_debian_packages="beanstalkd redis-server task-spooler runit s6 slurmctld slurmd slurm-client"
peer_python_packages="celery:celery,redis,packaging huey:huey rq:rq supervisor:supervisor,setuptools<81"

# Compiles the loop in C that starts processes; the Swift toolchain has a compiler where there is no cc.
compile_spawn_loop() {
    local compiler
    compiler=$(command -v cc || command -v clang) || {
        say "not measured: the loop in C (there is no compiler)"
        return 0
    }
    "$compiler" -O2 -Wall -Werror -o "$1" script/lib/peers/spawn_loop.c
}

# Puts what can be had into the folder $1, once, and says what cannot.
install_peers() {
    local folder=$1 entry
    mkdir -p "$folder/debs" "$folder/root"
    for entry in $peer_debian_packages; do
        [ -e "$folder/root/.has-$entry" ] || unpack_debian_package "$folder" "$entry" ||
            say "not measured: $entry could not be had from apt-get"
    done
    make_peer_environment "$folder" || {
        say "not measured: Celery, huey, RQ, supervisord (no virtual environment for Python)"
        return 0
    }
    for entry in $peer_python_packages; do
        [ -e "$folder/venv/has-${entry%%:*}" ] || install_python_packages "$folder" "$entry" ||
            say "not measured: ${entry%%:*} could not be had from pip"
    done
    peer_versions "$folder"
}

# Unpacks the package $2 with what it depends on and this machine lacks.
unpack_debian_package() {
    local folder=$1 package=$2 missing name
    command -v apt-get >/dev/null 2>&1 || return 1
    missing=$(LC_ALL=C apt-get -s -o Debug::NoLocking=true install --no-install-recommends \
        "$package" 2>/dev/null) || return 1
    for name in $(awk '$1 == "Inst" { print $2 }' <<<"$missing"); do
        (cd "$folder/debs" && apt-get download "$name" >/dev/null 2>&1) || return 1
        dpkg-deb -x "$folder/debs/${name}"_*.deb "$folder/root" || return 1
    done
    touch "$folder/root/.has-$package"
}

make_peer_environment() {
    [ -x "$1/venv/bin/pip" ] || python3 -m venv "$1/venv" >/dev/null 2>&1 ||
        { rm -rf "$1/venv" && python3 -m virtualenv -q "$1/venv" >/dev/null 2>&1; }
}

# Installs what the entry $2 names: a marker, a colon, packages with commas between them.
install_python_packages() {
    local folder=$1 entry=$2
    # shellcheck disable=SC2046
    "$folder/venv/bin/pip" install -q --disable-pip-version-check \
        $(tr ',' ' ' <<<"${entry#*:}") >&2 || return 1
    touch "$folder/venv/has-${entry%%:*}"
}

# Says what numbers stand beside.
peer_versions() {
    local debian python
    debian=$(cd "$1/debs" && ls -- *.deb 2>/dev/null | sed 's/_[^_]*\.deb$//' | tr '\n' ' ' || true)
    python=$("$1/venv/bin/pip" list --format=freeze --disable-pip-version-check 2>/dev/null |
        grep -iE '^(celery|huey|rq|redis|supervisor)=' | tr '\n' ' ' || true)
    say "peers: $debian$python"
}

# Kills every process that has the folder $1 in its command line or its environment.
end_processes_of() {
    local attempt process found
    for attempt in $(seq 50); do
        found=
        for process in /proc/[0-9]*; do
            [ "${process#/proc/}" != $$ ] || continue
            if grep -qsaF "$1/" "$process/cmdline" "$process/environ"; then
                kill -KILL "${process#/proc/}" 2>/dev/null && found=1
            fi
        done
        [ -n "$found" ] || return 0
        sleep 0.1
    done
}
