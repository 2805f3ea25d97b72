#!/bin/sh
# dymu: the command line of DyMU Explorer, in the application's own program. It ends before anything of a window begins (decision 36): it
# starts no process of Chromium's, so there is nothing to sandbox, and shows nothing, so there is no display to look for.
set -e
here=$(dirname -- "$(readlink -f -- "$0")")
exec "$here/dymu-explorer" --no-sandbox --no-zygote --log-level=3 --dymu -- "$@"
