#!/bin/sh
# Runs the newest Python on this machine that postroom supports.
set -eu
for python in python3.14 python3.13 python3.12 python3.11 python3; do
    if command -v "$python" >/dev/null 2>&1 && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null &&
        "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        exec "$python" "$@"
    fi
done
echo "postroom needs Python 3.11 or newer with its venv module (Debian: python3-venv)." >&2
exit 1
