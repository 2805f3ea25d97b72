import { describe, expect, it } from 'vitest';
import { windowPhrases } from '../renderer/words/remedy-words.ts';
import { cliPhrases } from '../src-engine/cli/remedy-words.ts';
import { EngineError, sentenceFor } from '../src-engine/errors.ts';
import { libraryPhrases, remedyWords, type Remedy } from '../src-engine/remedy.ts';

/** One of every kind; the object makes a kind that is missing a type error. */
const each: { readonly [K in Remedy['kind']]: Extract<Remedy, { kind: K }> } = {
  advice: { kind: 'advice', words: 'shorten the question' },
  either: {
    kind: 'either',
    remedies: [
      { kind: 'other-precision', precision: 'fp32' },
      { kind: 'download-again', what: 'it' },
    ],
  },
  'download-again': { kind: 'download-again', what: 'both files' },
  'load-model': { kind: 'load-model' },
  'give-image': { kind: 'give-image' },
  'open-collection': { kind: 'open-collection' },
  'other-device': { kind: 'other-device' },
  'list-devices': { kind: 'list-devices' },
  'other-precision': { kind: 'other-precision' },
  'flat-layout': { kind: 'flat-layout' },
  calibrate: { kind: 'calibrate', published: '/clip.json' },
  'calibrate-again': { kind: 'calibrate-again' },
  'thresholds-file': { kind: 'thresholds-file' },
  'measure-less': { kind: 'measure-less' },
  'fewer-new-tokens': { kind: 'fewer-new-tokens', most: 12 },
  'give-token': { kind: 'give-token', first: 'check the name', then: false },
  'try-again': { kind: 'try-again' },
  'restart-engine': { kind: 'restart-engine' },
};
const remedies = Object.values(each);

describe('remedyWords', () => {
  it('speaks of options only on the command line', () => {
    const option = /--[a-z]/;
    const of = (phrases: typeof cliPhrases) => remedies.map((remedy) => remedyWords(remedy, phrases) ?? '');
    expect(of(cliPhrases).filter((words) => option.test(words)).length).toBeGreaterThan(5);
    expect(of(windowPhrases).filter((words) => option.test(words))).toEqual([]);
    expect(of(libraryPhrases).filter((words) => option.test(words))).toEqual([]);
  });

  it('is a piece of a sentence on every face', () => {
    for (const phrases of [cliPhrases, windowPhrases, libraryPhrases]) {
      for (const remedy of remedies) expect(remedyWords(remedy, phrases) ?? 'none').toMatch(/^[a-z].*[^.]$/);
    }
  });

  it('leaves out what a face does not offer', () => {
    expect(remedyWords(each.either, cliPhrases)).toBe('use --precision fp32, or download it again');
    expect(remedyWords(each.either, windowPhrases)).toBe(
      'choose fp32 for the language model in Models, or download it again',
    );
    expect(remedyWords(each['flat-layout'], windowPhrases)).toBeUndefined();
  });
});

describe('EngineError', () => {
  it('is one sentence: the fact and the remedy in the words of the face', () => {
    const error = new EngineError('bad-input', 'A question needs at least one image', {
      remedy: { kind: 'give-image' },
    });
    expect(error.message).toBe('A question needs at least one image; give at least one.');
    expect(sentenceFor(error, cliPhrases)).toBe(
      'A question needs at least one image; give one with --image FILE.',
    );
    expect(sentenceFor(error, windowPhrases)).toBe(
      'A question needs at least one image; drop a picture into the window.',
    );
  });

  it('is the fact alone where there is no remedy, or none on this face', () => {
    expect(new EngineError('aborted', 'Stopped on request').message).toBe('Stopped on request.');
    const remedy = { kind: 'flat-layout' } as const;
    expect(sentenceFor(new EngineError('too-long', 'It is too long', { remedy }), windowPhrases)).toBe(
      'It is too long.',
    );
  });

  it('takes words for advice, and a fact with its full stop', () => {
    const error = new EngineError('too-long', 'The question is long.', { remedy: 'shorten it' });
    expect(error).toMatchObject({
      fact: 'The question is long',
      remedy: { kind: 'advice', words: 'shorten it' },
      message: 'The question is long; shorten it.',
    });
  });
});
