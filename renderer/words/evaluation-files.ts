/** A run as files: tables, the whole as a document, a page to read, a drawing that carries its table. Pure. */
import type { EvaluateResult } from '../../src-engine/engine.ts';
import { evaluationCsv } from '../../src-engine/report/evaluation/csv.ts';
import { evaluationJson } from '../../src-engine/report/evaluation/json.ts';
import { evaluationMarkdown } from '../../src-engine/report/evaluation/markdown.ts';
import { measures } from '../../src-engine/report/evaluation/measures.ts';
import type { SvgWords } from '../charts/accuracy-svg.ts';
import { evaluationCircumstances, verdictWords } from './evaluation-words.ts';

export type EvaluationFileKind = 'csv' | 'json' | 'md';

export interface EvaluationFile {
  readonly name: string;
  readonly text: string;
}

const writers: Readonly<Record<EvaluationFileKind, (result: EvaluateResult) => string>> = {
  csv: evaluationCsv,
  json: evaluationJson,
  md: evaluationMarkdown,
};

export function evaluationFile(result: EvaluateResult, kind: EvaluationFileKind): EvaluationFile {
  return { name: evaluationFileName(result, kind), text: writers[kind](result) };
}

/** "evaluation-pocket-questions.csv" */
export function evaluationFileName({ model, data }: EvaluateResult, ending: string): string {
  const [file = '', folder] = data.split(/[\\/]/).reverse();
  const stem = file.replace(/\.[^.]*$/, '');
  const about = stem === 'questions' && folder !== undefined ? folder : stem;
  const plain = `evaluation-${model}-${about}`.replaceAll(/[^\w.-]+/g, '-').replaceAll(/\.+/g, '.');
  return `${plain.slice(0, 150)}.${ending}`;
}

/** What stands on the drawing. */
export function evaluationSvgWords(result: EvaluateResult): SvgWords {
  return {
    title: `${result.model}: accuracy against tokens`,
    details: [verdictWords(result), ...evaluationCircumstances(result).split(' · ')],
    axis: measures[result.scorer].axis,
  };
}

/** The table behind the drawing, without single answers. */
export function evaluationMetadata(result: EvaluateResult): object {
  const { model, scorer, images, questions, device, precision, tower = 'fp32' } = result;
  const { imageBackend, imageRoute, rows } = result;
  return { model, scorer, images, questions, device, precision, tower, imageBackend, imageRoute, rows };
}
