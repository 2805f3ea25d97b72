/** A short number for a list of questions with their answers: shards must have been cut from the same one. */
import { createHash } from 'node:crypto';
import type { Numbered } from './choose.ts';

/** Says nothing of where pictures lie: shards may be on machines with other folders. */
export function questionsFingerprint(all: readonly Numbered[]): string {
  const hash = createHash('sha256');
  for (const { question, picture } of all) {
    const { id, image, answers, kind, group } = question;
    hash.update(
      JSON.stringify([picture, id, image, question.question, answers, kind ?? null, group ?? null]),
    );
  }
  return hash.digest('hex');
}
