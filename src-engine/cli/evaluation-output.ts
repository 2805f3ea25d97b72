/** An evaluation's result where it was asked for: words, document, table and figure. The same for one machine, for workers, and for joined parts. */
import type { EvaluateResult } from '../engine.ts';
import { evaluationCurve } from '../drawing/evaluation-curve.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { evaluationCsv } from '../report/evaluation/csv.ts';
import { evaluationJson } from '../report/evaluation/json.ts';
import { evaluationMarkdown } from '../report/evaluation/markdown.ts';
import { evaluationInWords, refusedInWords } from './evaluation-text.ts';
import { checkTypedPath } from './output-path.ts';
import type { Reporter } from './reporter.ts';
import { programVersion } from '../files/program-version.ts';

export interface EvaluationFiles {
  readonly out: string | undefined; // .csv, .json or .md
  readonly figure: string | undefined; // .svg
}

export async function evaluationFiles(flags: {
  readonly out?: string | undefined;
  readonly figure?: string | undefined;
}): Promise<EvaluationFiles> {
  return {
    out: await checkTypedPath('--out', flags.out, ['.csv', '.json', '.md']),
    figure: await checkTypedPath('--figure', flags.figure, ['.svg']),
  };
}

/** Whether a file is to hold every answer. */
export function needsDetails({ out }: EvaluationFiles): boolean {
  return out !== undefined && !out.endsWith('.csv');
}

export async function presentEvaluation(
  reporter: Reporter,
  result: EvaluateResult,
  { out, figure }: EvaluationFiles,
): Promise<void> {
  reporter.document(evaluationDocument(result));
  reporter.result(evaluationInWords(result));
  for (const sentence of refusedInWords(result)) reporter.say(sentence);
  for (const note of result.notes ?? []) reporter.say(note);
  reporter.say(
    'Intervals cover 95 % of 2000 resamples of the images; a difference whose interval contains 0 may be chance.',
  );
  if (out !== undefined) {
    await writeAtomically(out, tableFor(out, result));
    reporter.say(`Table written to ${out}.`);
  }
  if (figure !== undefined) {
    await writeAtomically(figure, evaluationCurve(result));
    reporter.say(`Figure written to ${figure}.`);
  }
}

function tableFor(out: string, result: EvaluateResult): string {
  if (out.endsWith('.json')) return evaluationJson(result);
  if (out.endsWith('.csv')) return evaluationCsv(result);
  return evaluationMarkdown(result, { program: programVersion(), date: new Date() });
}

/** What --json prints. Every answer is in the file of --out. */
export function evaluationDocument(result: EvaluateResult) {
  const {
    model,
    set,
    split,
    scorer,
    instruction = null,
    imageBackend,
    imageRoute,
    images,
    questions,
  } = result;
  const { rows, kinds, refused = [], notes = [], tower = 'fp32' } = result;
  const data = { set, split, scorer, instruction, images, questions, kinds };
  return { model, ...data, rows, refused, notes, imageBackend, imageRoute, tower };
}
