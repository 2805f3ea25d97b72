import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAnswerStore } from '../../src-engine/evaluation/answer-store.ts';
import { askPlanned } from '../../src-engine/evaluation/ask-planned.ts';
import { planModes } from '../../src-engine/evaluation/equal-modes.ts';
import { keptSoFar } from '../../src-engine/evaluation/kept-answers.ts';
import type { Question } from '../../src-engine/evaluation/questions.ts';
import { EngineError } from '../../src-engine/errors.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dymu-kept-'));
  file = join(folder, 'answers.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Says the tokens that it was given; pictures with `broken` in their names cannot be looked at. */
const subject = {
  identity: 'm',
  describe: ({ method }: { readonly method: string }) => method,
  look: (path: string) =>
    path.includes('broken')
      ? Promise.reject(new EngineError('bad-input', 'No picture'))
      : Promise.resolve({ seen: path, tokens: 9, views: 1 }),
  ask: () => Promise.resolve({ text: 'nine', cut: false }),
};

function question(image: string): Question {
  const path = join(folder, image);
  writeFileSync(path, image);
  return { id: image, image, path, question: 'What?', answers: ['nine'], kind: undefined, line: 1 };
}

async function answer(questions: readonly Question[], modes: readonly string[]): Promise<void> {
  const store = await openAnswerStore(file, true);
  await askPlanned({ subject, questions, store }, planModes(modes), {});
  await store.close();
}

describe('keptSoFar', () => {
  it('gives what every mode has answered, counts the rest, and asks nobody', async () => {
    const questions = ['a.png', 'b.png', 'c.png'].map(question);
    await answer(questions.slice(0, 2), ['full']);
    await answer(questions.slice(0, 1), ['full', 'tome:9']);
    const asked = { ...subject, ask: () => Promise.reject(new Error('Somebody was asked')) };
    const told = await keptSoFar({ subject: asked, questions }, file, planModes(['full', 'tome:9']), {});
    expect(told.pending).toBe(2);
    expect(told.modes).toEqual([{ mode: 'full' }, { mode: 'tome:9' }]);
    const [a, ...others] = told.answers;
    expect(a).toMatchObject([{ text: 'nine' }, { text: 'nine' }]);
    expect(others).toEqual([undefined, undefined]);
  });

  it('leaves modes at equal tokens for later, and says so', async () => {
    const questions = [question('a.png')];
    const modes = ['full', 'dymu:low', 'tome=dymu:low'];
    await answer(questions, modes);
    const told = await keptSoFar({ subject, questions }, file, planModes(modes), {});
    expect(told.modes.map(({ mode }) => mode)).toEqual(['full', 'dymu:low']);
    expect(told.notes).toEqual(['Modes at equal tokens follow when their counts are known.']);
    expect(told.pending).toBe(0);
  });

  it('finds nothing where nothing is kept, and writes nothing', async () => {
    const told = await keptSoFar({ subject, questions: [question('a.png')] }, file, planModes(['full']), {});
    expect(told.pending).toBe(1);
    expect(() => rmSync(file)).toThrow(/ENOENT/);
  });
});
