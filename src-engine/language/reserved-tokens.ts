/** Keeps a question from writing tokens that steer the model (image places, turn ends). It refuses; it never rewrites a question. */
import { EngineError } from '../errors.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Throws `bad-input` for an empty question and `too-long` for one that is not worth tokenising. */
export function checkQuestion(question: string, maxCharacters: number): void {
  if (question.trim() === '') {
    throw new EngineError('bad-input', 'The question is empty', {
      remedy: 'write what you want to know about the image',
    });
  }
  if (question.length > maxCharacters) {
    throw new EngineError(
      'too-long',
      `The question has ${question.length} characters and the limit is ${maxCharacters}`,
      { remedy: 'shorten it' },
    );
  }
}

/**
 * The reserved tokens of the prompt must be those of the same prompt around a harmless question, in the same order. Comparing ids
 * (not text) also catches what only a normaliser or the template's neighbouring characters would turn into a reserved token.
 */
export function checkReservedTokens(prompt: {
  readonly question: string;
  readonly ids: readonly number[];
  readonly plainIds: readonly number[];
  readonly tokenizer: Tokenizer;
  readonly imageTokenId: number;
}): void {
  const { tokenizer, imageTokenId } = prompt;
  const reserved = (ids: readonly number[]): number[] =>
    ids.filter(
      (id) =>
        id === imageTokenId || (tokenizer.isSpecial(id) && tokenizer.tokenText(id) !== tokenizer.named.unk),
    );
  const got = reserved(prompt.ids);
  const wanted = reserved(prompt.plainIds);
  if (got.length === wanted.length && got.every((id, i) => id === wanted[i])) return;
  const name =
    got
      .map((id) => tokenizer.tokenText(id) ?? '')
      .find((text) => text !== '' && prompt.question.includes(text)) ?? 'a special token';
  throw new EngineError('bad-input', `The question contains ${name}, which this model reserves for itself`, {
    remedy: 'write it with spaces between the signs',
  });
}
