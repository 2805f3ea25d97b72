"""What published evaluators say of given answers. They run from checkouts of their own and are never copied.

python -m golden.published_scores --vqa DIR --pope DIR --llava DIR --mmmu DIR --vlmevalkit DIR --file FILE

The file holds the answers with what was said of them; what is said is made anew, so a new answer may come without.
"""

import argparse
import contextlib
import io
import json
import re
import subprocess
import sys
import tempfile
import types
from pathlib import Path
from typing import Any

LETTERS = "ABCDEFGHIJ"

# What the values in the project were made with.
COMMITS = {
    "vqa": "GT-Vision-Lab/VQA a013f00",
    "pope": "AoiDragon/POPE 08d957b",
    "llava": "haotian-liu/LLaVA c121f04",
    "mmmu": "MMMU-Benchmark/MMMU bb0b95a",
    "vlmevalkit": "open-compass/VLMEvalKit e8e78f0",
}


def lettered(options: list[str]) -> dict[str, str]:
    return dict(zip(LETTERS, options, strict=False))


def run_source(source: str, name: str) -> dict[str, Any]:
    scope: dict[str, Any] = {"__name__": name}
    exec(compile(source, name, "exec", dont_inherit=True), scope)
    return scope


def vqa_evaluator(folder: Path, people: list[str], given: str) -> Any:
    source = (folder / "PythonEvaluationTools/vqaEvaluation/vqaEval.py").read_text()
    source = re.sub(r'^(\s*)print ("[^"\n]*")', r"\1print(\2)", source, flags=re.M)  # it is Python 2
    answers = [{"answer": answer, "answer_id": number} for number, answer in enumerate(people)]
    truth = {"answers": answers, "question_type": "", "answer_type": ""}
    vqa = types.SimpleNamespace(getQuesIds=lambda: [0], qa={0: truth})
    evaluator = run_source(source, "vqa_eval")["VQAEval"](vqa, types.SimpleNamespace(qa={0: {"answer": given}}), n=10)
    evaluator.updateProgress = lambda progress: None
    return evaluator


def vqa_normal(folder: Path, texts: list[str]) -> list[list[str]]:
    """The normal form, as `evaluate` makes it where people disagree."""
    found = []
    for text in texts:
        evaluator = vqa_evaluator(folder, ["x"], "")
        line = text.replace("\n", " ").replace("\t", " ").strip()
        found.append([text, evaluator.processDigitArticle(evaluator.processPunctuation(line))])
    return found


def vqa_scores(folder: Path, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for case in cases:
        given, people = case["given"], case["accepted"]
        evaluator = vqa_evaluator(folder, people, given)
        with contextlib.redirect_stdout(io.StringIO()):
            evaluator.evaluate()
        found.append({"given": given, "accepted": people, "score": evaluator.evalQA[0] / 100})
    return found


def pope_verdicts(folder: Path, answers_given: list[str]) -> list[list[str]]:
    source = (folder / "evaluate.py").read_text()
    with tempfile.TemporaryDirectory() as scratch:
        answers, labels = Path(scratch, "answers.jsonl"), Path(scratch, "labels.jsonl")
        # A yes and a no that are right keep its quotients defined.
        texts = [*answers_given, "yes", "no"]
        answers.write_text("\n".join(json.dumps({"answer": text}) for text in texts))
        labels.write_text("\n".join(json.dumps({"label": "yes"}) for _ in texts))
        source = source.replace("ans_file = ''", f"ans_file = {str(answers)!r}")
        source = source.replace("label_file = ''", f"label_file = {str(labels)!r}")
        with contextlib.redirect_stdout(io.StringIO()):
            verdicts = run_source(source, "pope")["answers"]
    return [[text, verdict["answer"]] for text, verdict in zip(answers_given, verdicts, strict=False)]


def science_qa(folder: Path, cases: list[dict[str, Any]]) -> list[str | None]:
    with tempfile.TemporaryDirectory() as scratch:
        base = Path(scratch)
        problems = {str(i): {"choices": case["options"], "answer": 0} for i, case in enumerate(cases)}
        (base / "problems.json").write_text(json.dumps(problems))
        (base / "pid_splits.json").write_text(json.dumps({"test": list(problems)}))
        lines = [
            json.dumps({"question_id": str(i), "prompt": "<image>", "text": case["given"]})
            for i, case in enumerate(cases)
        ]
        (base / "results.jsonl").write_text("\n".join(lines))
        script = folder / "llava/eval/eval_science_qa.py"
        named = {"base-dir": base, "result-file": base / "results.jsonl", "output-file": base / "out.json"}
        options = [word for name, path in named.items() for word in (f"--{name}", str(path))]
        subprocess.run(
            [sys.executable, str(script), *options, "--output-result", str(base / "all.json")],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        judged = json.loads((base / "out.json").read_text())
    parsed = {entry["question_id"]: entry["parsed_ans"] for entry in [*judged["correct"], *judged["incorrect"]]}
    return [None if parsed[str(i)] == "FAILED" else parsed[str(i)] for i in range(len(cases))]


def mmmu(folder: Path, cases: list[dict[str, Any]]) -> list[str | None]:
    scope = run_source((folder / "mmmu/utils/eval_utils.py").read_text(), "mmmu_eval")
    scope["random"] = types.SimpleNamespace(choice=lambda choices: None)  # where it finds nothing it guesses
    return [
        scope["parse_multi_choice_response"](
            case["given"], list(LETTERS[: len(case["options"])]), lettered(case["options"])
        )
        for case in cases
    ]


def vlmevalkit(folder: Path, cases: list[dict[str, Any]]) -> list[str | None]:
    log = types.ModuleType("vlmeval.smp.log")
    vars(log)["get_logger"] = lambda name: types.SimpleNamespace(info=print)
    sys.modules |= {"vlmeval": types.ModuleType("vlmeval"), "vlmeval.smp": types.ModuleType("smp"), log.__name__: log}
    infer = run_source((folder / "vlmeval/utils/matching_util.py").read_text(), "matching")["can_infer"]
    return [infer(case["given"], lettered(case["options"])) or None for case in cases]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in COMMITS:
        parser.add_argument(f"--{name}", type=Path, required=True, help=f"a checkout of {COMMITS[name]}")
    parser.add_argument("--file", type=Path, required=True)
    folders = parser.parse_args()
    old = json.loads(folders.file.read_text())
    choices = old["choices"]
    by_rule = {
        "scienceqa": science_qa(folders.llava, choices),
        "mmmu": mmmu(folders.mmmu, choices),
        "mmbench": vlmevalkit(folders.vlmevalkit, choices),
    }
    made: dict[str, list[Any]] = {
        "vqaNormal": vqa_normal(folders.vqa, [pair[0] for pair in old["vqaNormal"]]),
        "vqaScores": vqa_scores(folders.vqa, old["vqaScores"]),
        "pope": pope_verdicts(folders.pope, [pair[0] for pair in old["pope"]]),
        "choices": [
            {
                "options": case["options"],
                "given": case["given"],
                **{rule: letters[i] for rule, letters in by_rule.items()},
            }
            for i, case in enumerate(choices)
        ],
    }
    parts = [f'"source": {json.dumps(COMMITS)}']
    for name, entries in made.items():
        lines = ",\n".join(json.dumps(entry) for entry in entries)
        parts.append(f'"{name}": [\n{lines}\n]')
    folders.file.write_text("{\n" + ",\n".join(parts) + "\n}\n")


if __name__ == "__main__":
    main()
