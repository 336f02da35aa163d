# What every script here starts with: where the package is, where Swift is, how to speak.
# Included with `.`; the including script has set `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"

# A toolchain in PATH comes first; /opt/swift is where the container images have it.
if ! command -v swift >/dev/null 2>&1 && [ -x /opt/swift/usr/bin/swift ]; then
    export PATH="/opt/swift/usr/bin:$PATH"
fi

# Says one line on stderr, so that stdout stays data.
say() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
}

# Says why and ends the script.
die() {
    say "$*"
    exit 1
}

# Ends the script with the usage code unless the arguments were understood.
usage_error() {
    say "$*"
    exit 2
}
