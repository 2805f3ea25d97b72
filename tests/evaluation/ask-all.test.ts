import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, beforeAll, describe, expect, it } from 'vitest';
import { EngineError } from '../../src-engine/errors.ts';
import { openAnswerStore } from '../../src-engine/evaluation/answer-store.ts';
import type { AnswerStore } from '../../src-engine/evaluation/answer-store.ts';
import { askAll } from '../../src-engine/evaluation/ask-all.ts';
import type { CallOptions } from '../../src-engine/engine.ts';
import { askedModes, question, scriptedSubject } from './scripted-subject.ts';
import type { ScriptedSubject } from './scripted-subject.ts';

let folder: string;
let file: string;
let runs = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dymu-ask-all-'));
  for (const name of ['a.png', 'b.png', 'twin.png'])
    writeFileSync(join(folder, name), name === 'b.png' ? 'b' : 'a');
});
beforeEach(() => {
  file = join(folder, `answers-${(runs += 1)}.jsonl`);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const questions = () => [
  question(join(folder, 'a.png'), 'How many?'),
  question(join(folder, 'b.png'), 'How many?'),
  question(join(folder, 'a.png'), 'Where?'),
];
const modes = askedModes('full', 'tome:40', 'tome:40:no-vtu');

async function run(
  { subject }: ScriptedSubject,
  options: CallOptions & { readonly resume?: boolean; readonly asked?: ReturnType<typeof questions> } = {},
) {
  const store: AnswerStore = await openAnswerStore(file, options.resume ?? false);
  try {
    return await askAll({ subject, questions: options.asked ?? questions(), modes, store }, options);
  } finally {
    await store.close();
  }
}

describe('askAll', () => {
  it('gives every question an answer in every mode, in their order', async () => {
    const answers = await run(
      scriptedSubject(
        (path, { question: asked, virtualUnmerging }) => `${path.slice(-5)} ${asked} ${virtualUnmerging}`,
      ),
    );
    expect(
      answers.map((row) =>
        row instanceof EngineError ? row.message : row.map(({ text, tokens }) => `${text} ${tokens}`),
      ),
    ).toEqual([
      ['a.png How many? true 256', 'a.png How many? true 40', 'a.png How many? false 40'],
      ['b.png How many? true 256', 'b.png How many? true 40', 'b.png How many? false 40'],
      ['a.png Where? true 256', 'a.png Where? true 40', 'a.png Where? false 40'],
    ]);
  });

  it('encodes every picture once per merging, however many questions and modes share it', async () => {
    const script = scriptedSubject();
    await run(script);
    expect(script.looks).toEqual(['a.png none', 'a.png tome 40', 'b.png none', 'b.png tome 40']);
    expect(script.asks).toHaveLength(9);
  });

  it('asks nothing again that an earlier run asked', async () => {
    const first = await run(scriptedSubject());
    const again = scriptedSubject();
    expect(await run(again, { resume: true })).toEqual(first);
    expect(again.looks).toEqual([]);
    expect(again.asks).toEqual([]);
  });

  it('asks anew without resuming, and another subject always', async () => {
    await run(scriptedSubject());
    const other = scriptedSubject(undefined, 'other weights');
    await run(other, { resume: true });
    expect(other.asks).toHaveLength(9);
    const anew = scriptedSubject();
    await run(anew);
    expect(anew.asks).toHaveLength(9);
  });

  it('knows a picture by what is in it, not by its name', async () => {
    await run(scriptedSubject());
    const script = scriptedSubject();
    const moved = [
      question(join(folder, 'twin.png'), 'How many?'),
      question(join(folder, 'twin.png'), 'What?'),
    ];
    await run(script, { resume: true, asked: moved });
    expect(script.asks).toEqual(['twin.png none What?', 'twin.png tome 40 What?', 'twin.png tome 40 What?']);
  });

  it('gives after an abort and a resume what one run gives, asking each question once', async () => {
    const whole = await run(scriptedSubject());
    file = join(folder, 'interrupted.jsonl');
    const controller = new AbortController();
    const first = scriptedSubject((path, { question: asked }) => {
      if (first.asks.length === 4) controller.abort();
      return `${path} ${asked}`;
    });
    await expect(run(first, { signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' });
    expect(first.asks).toHaveLength(4);
    const second = scriptedSubject();
    expect(await run(second, { resume: true })).toEqual(whole);
    expect(second.asks).toHaveLength(5);
  });

  it.each(['bad-input', 'unsupported', 'too-long'] as const)(
    'goes on after a question that is refused as %s, in no mode of which it is answered',
    async (code) => {
      const refusal = new EngineError(code, 'This one cannot be asked');
      const script = scriptedSubject((path, { question: asked, reduction }) => {
        if (path.endsWith('a.png') && asked === 'How many?' && reduction.method === 'tome') throw refusal;
        return 'yes';
      });
      const [first, second, third] = await run(script);
      expect(first).toBe(refusal);
      expect([second, third]).toEqual([expect.any(Array), expect.any(Array)]);
      // Asked in full and once merged; the third mode is left out.
      expect(script.asks.filter((ask) => ask.startsWith('a.png') && ask.endsWith('How many?'))).toHaveLength(
        2,
      );
      expect(script.asks).toHaveLength(8);
    },
  );

  it('goes on after a picture that cannot be read, and asks none of its questions', async () => {
    const refusal = new EngineError('bad-input', 'a.png is no image');
    const script = scriptedSubject();
    const look: typeof script.subject.look = (path, reduction) =>
      path.endsWith('a.png') ? Promise.reject(refusal) : script.subject.look(path, reduction);
    const answers = await run({ ...script, subject: { ...script.subject, look } });
    expect([answers[0], answers[2]]).toEqual([refusal, refusal]);
    expect(answers[1]).toHaveLength(3);
    expect(script.asks).toHaveLength(3);
  });

  it('gives up where twenty questions are too long and none was answered: the length asked for is', async () => {
    const refusal = new EngineError('too-long', 'No room is left');
    const script = scriptedSubject(() => {
      throw refusal;
    });
    const asked = Array.from({ length: 30 }, (_, index) => question(join(folder, 'a.png'), `${index}?`));
    await expect(run(script, { asked })).rejects.toBe(refusal);
    expect(script.asks).toHaveLength(20);
    expect(await run(script, { asked: asked.slice(0, 19) })).toEqual(new Array(19).fill(refusal));
  });

  it('ends with an error that is no fault of a picture or a question, and keeps what was answered', async () => {
    const failing = scriptedSubject((path) => {
      if (path.endsWith('b.png')) throw new EngineError('device-lost', 'The device is gone');
      return 'yes';
    });
    await expect(run(failing)).rejects.toMatchObject({ code: 'device-lost' });
    const second = scriptedSubject();
    await run(second, { resume: true });
    expect(second.asks).toHaveLength(3);
  });

  it('says how far it is, question by question', async () => {
    const seen: string[] = [];
    await run(scriptedSubject(), {
      onProgress: ({ stage, done, total }) => seen.push(`${stage} ${done}/${total}`),
    });
    expect(seen).toHaveLength(10);
    expect([seen[0], seen[5], seen[6], seen[8], seen[9]]).toEqual([
      'Answering, image 1 of 2 0/9',
      'Answering, image 1 of 2 5/9',
      'Answering, image 2 of 2 6/9',
      'Answering, image 2 of 2 8/9',
      'Answered 9/9',
    ]);
  });

  it('counts answers, and no answer that a question left out would have had', async () => {
    const seen: string[] = [];
    const onProgress: CallOptions['onProgress'] = ({ done, total }) => seen.push(`${done}/${total}`);
    const script = scriptedSubject((path, ask) => {
      if (path.endsWith('b.png') && ask.reduction.method === 'tome')
        throw new EngineError('too-long', 'Too many tokens');
      return 'yes';
    });
    await run(script, { onProgress });
    // Of the second picture one answer was given before its question was left out.
    expect(seen).toEqual(['0/9', '1/9', '2/9', '3/9', '4/9', '5/9', '6/9', '7/9', '7/7']);

    seen.length = 0;
    const gone = [
      question(join(folder, 'gone.png'), 'How many?'),
      question(join(folder, 'gone.png'), 'Where?'),
    ];
    await run(scriptedSubject(), { asked: gone, onProgress });
    expect(seen).toEqual(['0/6', '0/3', '0/0']);
  });

  it('says which picture is gone', async () => {
    const gone = [question(join(folder, 'gone.png'), 'How many?')];
    expect(await run(scriptedSubject(), { asked: gone })).toEqual([
      expect.objectContaining({
        code: 'bad-input',
        message: `'${join(folder, 'gone.png')}' is missing; put it back, or take its questions out.`,
      }),
    ]);
  });
});
