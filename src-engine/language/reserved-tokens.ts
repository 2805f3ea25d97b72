/** Keeps a question from writing tokens that steer the model (image places, turn ends): in a question they are the signs that they are. */
import { EngineError } from '../errors.ts';
import { placesOfWords, type Render } from './conversation.ts';
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

export interface EncodedPrompt {
  readonly text: string;
  readonly ids: readonly number[];
  /** A remark where the question writes a token that means something to the model. */
  readonly notes: readonly string[];
}

interface Around {
  /** The question, behind the questions and answers before it. */
  readonly words: readonly string[];
  readonly render: Render;
  readonly tokenizer: Tokenizer;
  /** Ids of the places of images and videos. */
  readonly places: readonly number[];
}

/**
 * The reserved tokens of the prompt must be those of the same prompt around harmless words, in the same order. Comparing ids
 * (not text) also catches what only a normaliser or the template's neighbouring characters would turn into a reserved token. Where they
 * are not, the words are read as plain text. Throws `too-long` for a question over which template or tokenizer come to no end, and
 * `bad-input` where even plain text gives a reserved token.
 */
export function encodePrompt(around: Around): EncodedPrompt {
  const { words, render, tokenizer, places } = around;
  const wanted = reserved(tokenizer.encode(render(...words.map(() => 'a'))), around);
  const all = words.join('\n');
  const text = withinReason(all, () => render(...words));
  const ids = withinReason(all, () => tokenizer.encode(text));
  const got = reserved(ids, around);
  if (areEqual(got, wanted)) return { text, ids, notes: [] };

  const written = writtenIn(all, got, tokenizer);
  const names = written.length > 0 ? written.join(' and ') : 'a special token';
  const whose = words.length === 1 ? 'The question' : 'The conversation';
  const plain = placesOfWords(render, words, text);
  const read = plain && tokenizer.encode(text, { plain, places });
  if (read !== undefined && areEqual(reserved(read, around), wanted)) {
    return {
      text,
      ids: read,
      notes: [
        `${whose} contains ${names}, which ${written.length > 1 ? 'mean' : 'means'} something else to this model; it was read as plain text.`,
      ],
    };
  }
  const why =
    plain === undefined ? ', and its chat template does more with a question than place it once' : '';
  throw new EngineError(
    'bad-input',
    `${whose} contains ${names}, which this model reserves for itself${why}`,
    { remedy: 'write it with spaces between the signs' },
  );
}

function reserved(ids: readonly number[], { tokenizer, places }: Around): number[] {
  const { unk } = tokenizer.named;
  return ids.filter(
    (id) => places.includes(id) || (tokenizer.isSpecial(id) && tokenizer.tokenText(id) !== unk),
  );
}

function areEqual(first: readonly number[], second: readonly number[]): boolean {
  return first.length === second.length && first.every((id, i) => id === second[i]);
}

function writtenIn(question: string, ids: readonly number[], tokenizer: Tokenizer): string[] {
  const texts = new Set(ids.map((id) => tokenizer.tokenText(id) ?? ''));
  return [...texts].filter((text) => text !== '' && question.includes(text)).slice(0, 3);
}

/** Characters of a question that no template and no tokenizer fails on by its length alone. */
const shortQuestion = 2_000;

/** A harmless question went through: what fails now fails over the question, and a long one by its length. */
function withinReason<T>(question: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const ranOut = cause instanceof EngineError && cause.code === 'bad-checkpoint' && isLimit(cause.cause);
    if (!ranOut || question.length <= shortQuestion) throw cause;
    const fact = `The question has ${question.length} characters, more than the model's template and tokenizer get through`;
    throw new EngineError('too-long', fact, { remedy: 'shorten it', cause });
  }
}

/** Time, steps or memory are over; other errors are about what the question says. */
function isLimit(cause: unknown): boolean {
  return (
    cause instanceof RangeError ||
    (cause instanceof Error && /limit|too long|come to an end/u.test(cause.message))
  );
}
