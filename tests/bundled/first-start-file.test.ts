import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../src-engine/errors.ts';
import {
  formatRecording,
  parseRecording,
  type Recording,
} from '../../src-engine/bundled/first-start-file.ts';
import { sampleRecording } from '../support/recording.ts';

const text = formatRecording(sampleRecording);

function refused(written: string): EngineError {
  try {
    parseRecording(written);
  } catch (cause) {
    if (cause instanceof EngineError) return cause;
  }
  throw new Error('parseRecording did not refuse');
}

/** The file with one piece of its text put for another. */
function changed(piece: string, other: string): string {
  expect(text).toContain(piece);
  return text.replace(piece, other);
}

describe('the file of the recorded first start', () => {
  it('comes back as it was written, owner maps as typed arrays', () => {
    const back: Recording = parseRecording(text);
    expect(back).toEqual(sampleRecording);
    expect(back.encoding.views[0]?.owner).toBeInstanceOf(Int32Array);
  });

  it('is read as earlier versions wrote it', async () => {
    const earlier = await readFile(
      new URL('../fixtures/earlier/first-start-0.1.json', import.meta.url),
      'utf8',
    );
    expect(earlier).toContain('"merging"');
    expect(parseRecording(earlier)).toEqual(sampleRecording);
  });

  it('has one line for every list of numbers', () => {
    expect(text).toContain('[0,0,1,2],\n');
    expect(text).toContain('"countsPerLayer": [3,2]');
  });

  it.each([
    ['a token that there is not', '[0,0,1,1]', '[0,0,1,2]', 'encoding.views.0'],
    ['a negative token', '[0,0,1,1]', '[0,0,1,-1]', 'encoding.views.0.owner.1.3'],
    ['a patch without an owner', '[0,0,1,1]', '[0,0,1]', 'encoding.views.0'],
    ['sizes that leave patches out', '"size": [2,2]', '"size": [2,1]', 'encoding.views.0'],
    [
      'a count that is not the last layer’s',
      '"tokens": 2,\n        "counts',
      '"tokens": 3,\n        "counts',
      'encoding.views.0',
    ],
    ['an empty answer', '"Recorded on the left."', '""', 'answers.full.text'],
    ['a path out of the assets', '"picture": "samples/anchor.png"', '"picture": "../anchor.png"', 'picture'],
    ['a hash that is none', 'a'.repeat(64), 'a'.repeat(63), 'contents.pocket/config.json'],
    ['another kind of machine', '"kind": "recorded"', '"kind": "measured"', 'machine.kind'],
    ['a field that nobody knows', '"question"', '"quiz": 1, "question"', 'quiz is not a field that is known'],
    ['a version to come', '"version": 1', '"version": 2', 'version'],
  ])('refuses %s', (_, piece, other, field) => {
    const error = refused(changed(piece, other));
    expect(error.code).toBe('bad-input');
    expect(error.message).toContain(field);
    expect(error.message).toMatch(/record it again with: npm run record:first-start\.$/);
  });

  it('refuses answers about other tokens than those of the encoding', () => {
    const { full } = sampleRecording.answers;
    const recording = { ...sampleRecording, answers: { full, merged: full } };
    expect(refused(formatRecording(recording)).message).toContain('must have answers that read the tokens');
  });

  it('refuses what is not JSON', () => {
    expect(refused('{').message).toBe(
      "'first-start.json' is not valid JSON; record it again with: npm run record:first-start.",
    );
  });
});
