#!/usr/bin/env bash
# visionzip 0.1, 0.1.1 and 0.1.3 (all releases on the Python package index, seen 2026-11-28).
#
# The package's own description says: install it with pip, then `from visionzip import visionzip`. Each wheel installs without an error
# and holds its metadata only: no Python file, an empty top_level.txt. The import fails. Whoever wants to compare with VisionZip in a
# pinned environment must take the source repository at a commit; a requirements file that pins the package pins nothing.
#
# Fails if a release holds a module, or imports.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip() { "$folder/venv/bin/python" -m pip --quiet --disable-pip-version-check "$@"; }

for version in 0.1 0.1.1 0.1.3; do
  pip install --no-deps "visionzip==$version"
  files="$("$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import files, version
modules = [str(f) for f in files('visionzip') if str(f).endswith(('.py', '.so', '.pyd'))]
print(version('visionzip'), len(modules))
PYTHON
)"
  echo "installed, number of modules: $files"
  [ "$files" = "$version 0" ] || { echo "visionzip $version holds modules now."; exit 1; }
  if "$folder/venv/bin/python" -c 'import visionzip' 2>"$folder/error"; then
    echo "visionzip $version can be imported now."
    exit 1
  fi
  tail -n 1 "$folder/error"
done
echo 'As described: three releases, none with a module.'
