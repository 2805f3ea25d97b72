/** The question sets that are recognised: one file each beside this one. */
import { docvqa } from './docvqa.ts';
import { gqa } from './gqa.ts';
import { mmbench } from './mmbench.ts';
import { mme } from './mme.ts';
import { pope } from './pope.ts';
import type { QuestionSet } from './question-set.ts';
import { scienceqa } from './scienceqa.ts';
import { textvqa } from './textvqa.ts';
import { vqav2 } from './vqav2.ts';

export const questionSets: readonly QuestionSet[] = [
  vqav2,
  gqa,
  textvqa,
  pope,
  mme,
  scienceqa,
  mmbench,
  docvqa,
];
