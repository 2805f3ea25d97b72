#!/bin/sh
# dymu: the command line of DyMU Explorer, in the application's own program (decision 36). Lies in Contents/Resources; link it from anywhere.
set -e
self=$0
while [ -L "$self" ]; do
  link=$(readlink -- "$self")
  case $link in /*) self=$link ;; *) self=$(dirname -- "$self")/$link ;; esac
done
here=$(CDPATH='' cd -- "$(dirname -- "$self")" && pwd)
exec "$here/../MacOS/dymu-explorer" --no-sandbox --log-level=3 --dymu -- "$@"
