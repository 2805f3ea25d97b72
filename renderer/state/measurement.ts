/** Repeated runs of one question, both ways in turn: what the verdict about speed stands on. */
import type { AnswerResult } from '../../src-engine/engine.ts';
import { compareRuns, type Comparison } from '../../src-engine/report/comparison.ts';
import {
  finishedOf,
  isRunning,
  sameBackend,
  samePrecision,
  sameTower,
  sameReading,
  sameReduction,
  type AnswerPair,
  type Asked,
  type Finished,
  type PaneName,
} from './run.ts';

export type MeasureProgress =
  /** `pairs` are planned; `idle` is the short measurement that the window makes by itself. */
  | { readonly kind: 'running'; readonly pairs: number; readonly by: 'user' | 'idle' }
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string };

export interface Measurement {
  readonly asked: Readonly<Record<PaneName, Asked>>;
  readonly full: readonly AnswerResult[];
  readonly merged: readonly AnswerResult[]; // as many; runs of one index are neighbours in time
  readonly progress: MeasureProgress;
}

export type FinishedPair = Readonly<Record<PaneName, Finished>>;

/** Whole answers of this computer to one question, also where a later try was stopped or failed; null while answers are being made. */
export function finishedPair(pair: AnswerPair): FinishedPair | null {
  if (isRunning(pair.full) || isRunning(pair.merged)) return null;
  const [full, merged] = [finishedOf(pair.full), finishedOf(pair.merged)];
  if (full === null || merged === null) return null;
  const same =
    full.asked.question === merged.asked.question &&
    full.asked.model === merged.asked.model &&
    full.asked.earlier?.length === merged.asked.earlier?.length &&
    full.origin?.processor === merged.origin?.processor;
  return same ? { full, merged } : null;
}

/** Whether a measurement is of the answers on screen. */
export function isOf(measurement: Measurement, pair: FinishedPair): boolean {
  return (
    sameAsked(measurement.asked.full, pair.full.asked) &&
    sameAsked(measurement.asked.merged, pair.merged.asked)
  );
}

function sameAsked(a: Asked, b: Asked): boolean {
  return (
    a.model === b.model &&
    a.question === b.question &&
    a.virtualUnmerging === b.virtualUnmerging &&
    JSON.stringify(a.sampling) === JSON.stringify(b.sampling) &&
    sameBackend(a, b) &&
    sameTower(a, b) &&
    samePrecision(a, b) &&
    sameReading(a, b) &&
    JSON.stringify([a.pictures, a.video, a.earlier]) === JSON.stringify([b.pictures, b.video, b.earlier]) &&
    sameReduction(a.reduction, b.reduction)
  );
}

/** Of the repeated runs where there are any, else of the two answers alone. */
export function comparisonOf(pair: FinishedPair, measurement: Measurement | undefined): Comparison {
  if (measurement !== undefined && measurement.full.length > 0 && isOf(measurement, pair)) {
    return compareRuns(measurement.full, measurement.merged);
  }
  return compareRuns([pair.full.result], [pair.merged.result]);
}
