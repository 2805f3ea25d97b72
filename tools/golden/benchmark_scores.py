"""What benchmarks' own evaluations say of given answers. They run from checkouts of their own and are never copied.

python -m golden.benchmark_scores --vqa DIR --llava DIR --qwen DIR --mme FILE --vlmevalkit DIR --file FILE

MME's calculation.py is given as a file (its eval_tool; here as zjunlp/Deco at fee8d75 has it). GQA's eval.py does not
run as published (it has
syntax errors); its rule is one comparison, and only LLaVA's preparation of answers for it is run.
"""

import argparse
import ast
import contextlib
import importlib
import io
import json
import subprocess
import sys
import tempfile
import types
from pathlib import Path
from typing import Any

from golden.published_scores import run_source, vqa_scores

COMMITS = {
    "vqa": "GT-Vision-Lab/VQA a013f00",
    "llava": "haotian-liu/LLaVA c121f04",
    "qwen": "QwenLM/Qwen-VL aa00ed0, with the script of the Robust Reading Competition",
    "mme": "MME eval_tool calculation.py, in zjunlp/Deco fee8d75",
    "vlmevalkit": "open-compass/VLMEvalKit e8e78f0",
}

PEOPLE = [
    ["down"] * 10,
    ["U.S.A."] * 10,
    ["Two dogs"] * 10,
    ["2", "two", "2", "Two.", "3", "a 2", "none", "4", "2 ", "two"],
    ["the dog's bone", "dogs bone", "dog's bone", "dog bone", "bone", "Dog's Bone", "bone", "the bone", "bones", "dog"],
    ["nous les gosses"] * 5 + ["nous, les gosses"] * 3 + ["nous les gosses?", "gosses"],
    ["1,000", "1000", "1,000 ", "1 000", "1000.", "1,000", "1000", "10,00", "1.000", "1,000"],
    [
        "rock-n-roll",
        "rock n roll",
        "rock -n- roll",
        "rocknroll",
        "rock'n'roll",
        "rock",
        "roll",
        "rock n roll",
        "x",
        "y",
    ],
    ["what's up", "whats up", "what 's up", "what is up", "what's up?", "up", "what", "whats  up", "up.", "whats\nup"],
    ["a.m.", "am", "a.m", "A.M.", "5 a.m.", "5am", "am", "am", "am", "a. m."],
    ["yes"] * 9 + ["no"],
    ["yes"] * 2 + ["no"] * 8,
    ["yes"] + ["no"] * 9,
]
GIVEN = [
    "down", "Down", "down.", " down\n", "U.S.A.", "usa", "u.s.a", "Two dogs", "two dogs", "2 dogs", "the two dogs",
    "2", "two", "Two.", "none", "0", "a 2", "dog's bone", "dogs bone", "dog 's bone", "the dog's bone.", "bone",
    "nous les gosses", "nous, les gosses", "Nous Les Gosses?", "1,000", "1000", "1,000.", "1 000", "rock n roll",
    "rock-n-roll", "rock -n- roll", "rock'n'roll", "what's up", "whats up", "What 's up?", "a.m.", "am", "A.M.",
    "yes", "Yes.", "no", "No, it is not", "", "an", "the", "5 a.m.", "x/y", "y",
]  # fmt: skip

PAGES = [
    ["1/8/93", "1/8/93."],
    ["January 8, 1993"],
    ["$ 1,000"],
    ["the  Williamson  Group", "Williamson"],
    ["ab"],
    ["Straße"],
    ["10 a.m."],
    ["yes"],
    ["  spaced   out  "],
]
READ = [
    "1/8/93", "1/8/9", "1/8", "1-8-93", "january 8 1993", "January 8, 1993 ", "Jan 8", "$1,000", "1000",
    "the williamson group", "Williamson Grp", "WILLIAMSON", "a", "ab", "abcd", "strasse", "STRAßE", "straße", "10 am",
    "10 a.m. to 11 a.m.", "Yes", "", "spaced out", "spaced  out ", "no",
]  # fmt: skip

SAID = [
    "Yes", "yes", "No", "no.", "Yes, there is a dog.", "No, there is none.", "Not at all", "Nothing", "I know",
    "I do not", " Yes", "\"Yes\"", "**No**", "The answer is yes", "oh yes", "ye", "y", "n", "", "Nope", "yes and no",
    "no yes", "Noon", "know",
]  # fmt: skip

MME_ROUNDS = [
    [["yes", "no"], ["Yes.", "Yes"], ["No", "no"], ["maybe", "no"]],
    [["Yes", "No"], ["yes", "No"]],
    [["no", "yes"]],
]

LETTERS_SAID = [
    "A",
    "B",
    "C",
    "D",
    "A.",
    "The answer is B",
    "whale",
    "krill and whale",
    "I think it is a krill",
    "Z",
    "none",
]
ROUNDS = [["krill", "whale", "shark", "cod"], ["whale", "shark", "cod", "krill"], ["red", "dark red"]]


def text_vqa(folder: Path) -> list[dict[str, Any]]:
    quiet = types.ModuleType("tqdm")
    vars(quiet)["tqdm"] = lambda entries: entries
    sys.modules["tqdm"] = quiet
    scope = run_source((folder / "llava/eval/m4c_evaluator.py").read_text(), "m4c")
    evaluator = scope["TextVQAAccuracyEvaluator"]()
    return [
        {
            "given": given,
            "accepted": people,
            "score": evaluator.eval_pred_list([{"pred_answer": given, "gt_answers": people}]),
        }
        for people in PEOPLE
        for given in GIVEN
    ]


def text_vqa_normal(folder: Path) -> list[list[str]]:
    processor = run_source((folder / "llava/eval/m4c_evaluator.py").read_text(), "m4c")["EvalAIAnswerProcessor"]()
    texts = dict.fromkeys([*GIVEN, *(text for people in PEOPLE for text in people), *READ, *SAID])
    return [[text, processor(text)] for text in texts]


def vqa_v2(folder: Path) -> list[dict[str, Any]]:
    return vqa_scores(folder, [{"given": given, "accepted": people} for people in PEOPLE for given in GIVEN])


def gqa(folder: Path) -> list[list[str]]:
    texts = list(dict.fromkeys([*GIVEN, "Yes.", "no...", " left ", "T-shirt", "Bedroom."]))
    with tempfile.TemporaryDirectory() as scratch:
        source, target = Path(scratch, "in.jsonl"), Path(scratch, "out.json")
        lines = [json.dumps({"question_id": str(i), "text": text.strip()}) for i, text in enumerate(texts)]
        source.write_text("\n".join(lines))
        script = folder / "scripts/convert_gqa_for_eval.py"
        subprocess.run([sys.executable, str(script), "--src", str(source), "--dst", str(target)], check=True)
        made = json.loads(target.read_text())
    return [[text, entry["prediction"]] for text, entry in zip(texts, made, strict=True)]


def doc_vqa(folder: Path) -> list[dict[str, Any]]:
    # It mixes tabs and spaces in a block, which Python 3 refuses.
    source = (
        (folder / "eval_mm/infographicsvqa_eval.py").read_text().replace("    \t", "        ").replace("\t", "    ")
    )
    scope = run_source(source, "rrc")
    cases = [{"given": given, "accepted": pages} for pages in PAGES for given in READ]
    with tempfile.TemporaryDirectory() as scratch:
        truth, answers = Path(scratch, "truth.json"), Path(scratch, "answers.json")
        data = [{"questionId": i, "question": "", "answers": case["accepted"]} for i, case in enumerate(cases)]
        truth.write_text(json.dumps({"dataset_name": "docvqa", "data": data}))
        answers.write_text(json.dumps([{"questionId": i, "answer": case["given"]} for i, case in enumerate(cases)]))
        settings = types.SimpleNamespace(answer_types=False, anls_threshold=0.5)
        judged = scope["evaluate_method"](str(truth), str(answers), settings)["per_sample_result"]
    return [{**case, "score": judged[str(i)]["score"]} for i, case in enumerate(cases)]


def mme_scope(script: Path) -> dict[str, Any]:
    """The script asks scikit-learn for figures of which only the accuracy becomes points."""
    metrics = types.ModuleType("sklearn.metrics")
    vars(metrics)["accuracy_score"] = lambda a, b: sum(x == y for x, y in zip(a, b, strict=True)) / len(a)
    vars(metrics)["confusion_matrix"] = lambda *_, **__: [[0, 0], [0, 0]]
    vars(metrics)["precision_score"] = vars(metrics)["recall_score"] = lambda *_, **__: 0
    sys.modules |= {"sklearn": types.ModuleType("sklearn"), "sklearn.metrics": metrics}
    return run_source(script.read_text(), "mme")


def mme_verdicts(script: Path) -> list[list[str]]:
    parse = mme_scope(script)["calculate_metrics"]().parse_pred_ans
    return [[text, parse(text.strip().lower())] for text in SAID]


def mme_points(script: Path) -> list[dict[str, Any]]:
    """Every category has the same images; both questions of an image are a yes and a no."""
    scope = mme_scope(script)
    categories = [name for names in scope["eval_type_dict"].values() for name in names]
    found = []
    for images in MME_ROUNDS:
        with tempfile.TemporaryDirectory() as scratch:
            for category in categories:
                lines = [
                    f"{image}.jpg\tIs it?\t{truth}\t{answer}\n"
                    for image, answers in enumerate(images)
                    for truth, answer in zip(["Yes", "No"], answers, strict=True)
                ]
                Path(scratch, f"{category}.txt").write_text("".join(lines))
            with contextlib.redirect_stdout(io.StringIO()) as said:
                scope["calculate_metrics"]().process_result(scratch)
        totals = [float(line.split(":")[1]) for line in said.getvalue().splitlines() if line.startswith("total score")]
        found.append({"images": images, "perception": totals[0], "cognition": totals[1]})
    return found


def circular(folder: Path) -> list[dict[str, Any]]:
    """Groups of two rounds, options turned by one: right if both are matched to the right option without a language
    model."""
    log = types.ModuleType("vlmeval.smp.log")
    vars(log)["get_logger"] = lambda name: types.SimpleNamespace(info=print)
    sys.modules |= {"vlmeval": types.ModuleType("vlmeval"), "vlmeval.smp": types.ModuleType("smp"), log.__name__: log}
    infer = run_source((folder / "vlmeval/utils/matching_util.py").read_text(), "matching")["can_infer"]
    module = ast.parse((folder / "vlmeval/dataset/utils/multiple_choice.py").read_text())
    wanted = {"build_choices", "prefetch_answer", "prefetch_circular_group"}
    module.body = [node for node in module.body if isinstance(node, ast.FunctionDef) and node.name in wanted]
    scope: dict[str, Any] = {
        "string": importlib.import_module("string"),
        "pd": types.SimpleNamespace(isna=lambda value: value is None),
        "can_infer": infer,
    }
    exec(compile(module, "multiple_choice", "exec"), scope)
    found = []
    for options in ROUNDS:
        turned = [options, options[1:] + options[:1]]
        for first in LETTERS_SAID:
            for second in LETTERS_SAID:
                truth = ["A", "ABCD"[len(options) - 1]]
                rows = [
                    {**dict(zip("ABCD", texts, strict=False)), "prediction": said, "GT": letter}
                    for texts, said, letter in zip(turned, [first, second], truth, strict=True)
                ]
                group = Rows(rows)
                hit = scope["prefetch_circular_group"](group)
                found.append(
                    {"options": options, "given": [first, second], "right": int(hit is not None and hit["hit"] == 1)}
                )
    return found


class Rows(list[dict[str, Any]]):
    """As much of a table as the script looks at."""

    @property
    def iloc(self) -> "Rows":
        return self


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in COMMITS:
        parser.add_argument(f"--{name}", type=Path, required=True, help=COMMITS[name])
    parser.add_argument("--file", type=Path, required=True)
    folders = parser.parse_args()
    made: dict[str, list[Any]] = {
        "vqav2": vqa_v2(folders.vqa),
        "textvqa": text_vqa(folders.llava),
        "textvqaNormal": text_vqa_normal(folders.llava),
        "gqa": gqa(folders.llava),
        "docvqa": doc_vqa(folders.qwen),
        "mme": mme_verdicts(folders.mme),
        "mmePoints": mme_points(folders.mme),
        "mmbench": circular(folders.vlmevalkit),
    }
    how = "python -m golden.benchmark_scores, answers of our own writing, scores as these evaluations gave them"
    parts = [f'"made": {json.dumps(how)}', f'"source": {json.dumps(COMMITS)}']
    for name, entries in made.items():
        lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
        parts.append(f'"{name}": [\n{lines}\n]')
    folders.file.write_text("{\n" + ",\n".join(parts) + "\n}\n")


if __name__ == "__main__":
    main()
