/** What a known question set is: how its layout is found on disk, how it is read, and how its answers are judged. */
import type { RefusedLine, ScorerName, SetName } from '../../engine.ts';
import type { Question } from '../questions.ts';
import type { Place } from '../reading/place.ts';

export interface QuestionSet {
  readonly name: SetName;
  readonly label: string; // as it is called: 'VQAv2'
  /** The benchmark's own evaluation. */
  readonly scorer: ScorerName;
  /** What evaluations usually add to a question; null where the questions say it themselves. */
  readonly instruction: string | null;
  /** What must lie there, for a refusal: 'a questions file, its annotations file, and a folder of images'. */
  readonly needs: string;
  /** By content: one entry a split, the usual one first; none where there is no such set. */
  find(place: Place): Promise<readonly FoundSplit[]>;
}

export interface FoundSplit {
  readonly split: string | null;
  /** Absolute, that of the questions first. */
  readonly files: readonly string[];
  read(): Promise<ReadSet>;
}

export interface ReadSet {
  /** In the order of the set; every picture is there. */
  readonly questions: readonly Question[];
  readonly refused: readonly RefusedLine[]; // those with missing images among them
  readonly missing: MissingImages;
  readonly notes: readonly string[];
}

export interface MissingImages {
  readonly images: number;
  readonly questions: number;
  readonly named: readonly string[]; // the first ones, as the data names them
}

export const nothingMissing: MissingImages = { images: 0, questions: 0, named: [] };
