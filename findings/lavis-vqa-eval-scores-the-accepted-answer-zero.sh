#!/usr/bin/env bash
# salesforce-lavis 1.0.2 (newest release on the Python package index, seen 2026-11-28), lavis/common/vqa_tools/vqa_eval.py.
#
# The evaluator of VQA in this package brings the model's answer into normal form (number words become digits, articles go) and leaves
# the people's answers as they are, but for punctuation where they differ. So the very answer that all ten people gave scores 0 when it
# is "two" or "a dog"; "2" scores 0 as well. The evaluation that VQA's authors publish (GT-Vision-Lab/VQA at a013f00) scores each 1.
# Numbers of the two evaluators can be compared only on data whose answers are in normal form already.
#
# Fails if the package scores the accepted answer otherwise.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --quiet --disable-pip-version-check download --no-deps --dest "$folder" salesforce-lavis==1.0.2

cd "$folder"
# The file needs nothing of the package, which would bring PyTorch along.
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import contextlib, glob, io, types, zipfile

(wheel,) = glob.glob("salesforce_lavis-1.0.2-*.whl")
scope = {"__name__": "vqa_eval"}
exec(zipfile.ZipFile(wheel).read("lavis/common/vqa_tools/vqa_eval.py").decode(), scope)


def score(given, accepted):
    people = [{"answer": accepted, "answer_id": i} for i in range(10)]
    truth = {"answers": people, "question_type": "", "answer_type": ""}
    vqa = types.SimpleNamespace(getQuesIds=lambda: [0], qa={0: truth})
    evaluator = scope["VQAEval"](vqa, types.SimpleNamespace(qa={0: {"answer": given}}))
    with contextlib.redirect_stdout(io.StringIO()):
        evaluator.evaluate()
    return evaluator.accuracy["overall"]


expected = [("yes", "yes", 100), ("two", "two", 0), ("2", "two", 0), ("a dog", "a dog", 0), ("Yes", "Yes", 0)]
for given, accepted, said in expected:
    got = score(given, accepted)
    print(f"given {given!r}, ten people say {accepted!r}: {got}")
    if got != said:
        raise SystemExit("The package scores otherwise now.")
PYTHON
echo 'As described: salesforce-lavis 1.0.2 scores the accepted answer 0 unless it is in normal form.'
