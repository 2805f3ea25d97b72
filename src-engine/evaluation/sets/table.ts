/** The question sets that are recognised: one file each beside this one. */
import type { QuestionSet } from './question-set.ts';

export const questionSets: readonly QuestionSet[] = [];
