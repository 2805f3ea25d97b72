/** What the number of a scorer is called. Pure. */
import type { ScorerName } from '../../engine.ts';

export interface Measure {
  /** Heads a column: 'VQA accuracy'. */
  readonly name: string;
  /** Titles an axis: 'Right choices'. */
  readonly axis: string;
}

export const measures: Readonly<Record<ScorerName, Measure>> = {
  exact: { name: 'accuracy', axis: 'Exact answers' },
  'exact:gqa': { name: 'accuracy', axis: "Exact answers by GQA's rule" },
  vqa: { name: 'VQA accuracy', axis: 'VQA accuracy' },
  'vqa:vqav2': { name: 'VQA accuracy', axis: "VQA accuracy by VQAv2's rule" },
  'vqa:textvqa': { name: 'VQA accuracy', axis: "VQA accuracy by TextVQA's rule" },
  contains: { name: 'contained', axis: 'Answers that contain the right one' },
  anls: { name: 'ANLS', axis: 'ANLS' },
  'anls:docvqa': { name: 'ANLS', axis: "ANLS by DocVQA's rule" },
  choice: { name: 'accuracy', axis: 'Right choices' },
  'choice:scienceqa': { name: 'accuracy', axis: "Right choices by ScienceQA's rule" },
  'choice:mmbench': { name: 'accuracy', axis: 'Questions right in every round, by MMBench' },
  'yes-no': { name: 'F1', axis: 'F1 of yes' },
  'yes-no:pope': { name: 'F1', axis: "F1 of yes by POPE's rule" },
  'yes-no:mme': { name: 'share of points', axis: "Share of MME's points" },
};
