/** A run as files: tables, the whole as a document, a page to read, a drawing that carries its table. Pure. */
import type { EvaluateResult } from '../../src-engine/engine.ts';
import { evaluationCurve } from '../../src-engine/drawing/evaluation-curve.ts';
import { evaluationCsv } from '../../src-engine/report/evaluation/csv.ts';
import { evaluationJson } from '../../src-engine/report/evaluation/json.ts';
import { evaluationMarkdown, type Made } from '../../src-engine/report/evaluation/markdown.ts';

export type EvaluationFileKind = 'csv' | 'json' | 'md' | 'svg';

export interface EvaluationFile {
  readonly name: string;
  readonly text: string;
}

const writers: Readonly<Record<EvaluationFileKind, (result: EvaluateResult, made: Made) => string>> = {
  csv: evaluationCsv,
  json: evaluationJson,
  md: evaluationMarkdown,
  svg: evaluationCurve,
};

export function evaluationFile(result: EvaluateResult, kind: EvaluationFileKind, made: Made): EvaluationFile {
  return { name: evaluationFileName(result, kind), text: writers[kind](result, made) };
}

/** "evaluation-pocket-questions.csv" */
export function evaluationFileName({ model, data }: EvaluateResult, ending: string): string {
  const [file = '', folder] = data.split(/[\\/]/).reverse();
  const stem = file.replace(/\.[^.]*$/, '');
  const about = stem === 'questions' && folder !== undefined ? folder : stem;
  const plain = `evaluation-${model}-${about}`.replaceAll(/[^\w.-]+/g, '-').replaceAll(/\.+/g, '.');
  return `${plain.slice(0, 150)}.${ending}`;
}
