import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Given } from '../../src-engine/evaluation/answer-store.ts';
import { askPlanned } from '../../src-engine/evaluation/ask-planned.ts';
import { atCount, isEqual, planModes } from '../../src-engine/evaluation/equal-modes.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { question, scriptedSubject } from './scripted-subject.ts';

const names = (texts: readonly string[]): string[] =>
  planModes(texts).map((mode) => (isEqual(mode) ? `${mode.method}=${mode.to}` : mode.name));

describe('planModes', () => {
  it('puts every exact method beside every DyMU mode that has virtual unmerging', () => {
    expect(names(['full', 'dymu:low', 'dymu:0.3', 'dymu:mid:no-vtu', 'equal'])).toEqual([
      'full',
      'dymu:low',
      'dymu:0.3',
      'dymu:mid:no-vtu',
      'tome=dymu:low',
      'pool=dymu:low',
      'visionzip=dymu:low',
      'dart=dymu:low',
      'tome=dymu:0.3',
      'pool=dymu:0.3',
      'visionzip=dymu:0.3',
      'dart=dymu:0.3',
    ]);
  });

  it('knows the whole table by one word', () => {
    expect(names(['retention'])).toEqual([
      'full',
      'dymu:high',
      'dymu:mid',
      'dymu:low',
      ...['high', 'mid', 'low'].flatMap((preset) =>
        ['tome', 'pool', 'visionzip', 'dart'].map((name) => `${name}=dymu:${preset}`),
      ),
      'dymu:low:no-vtu',
    ]);
  });

  it('takes one method at the tokens of one mode, of any method', () => {
    expect(names(['tome:9', 'pool=tome:9', 'tome=tome:9'])).toEqual(['tome:9', 'pool=tome:9', 'tome=tome:9']);
  });

  it('takes DART at the rows that rows (ours) leave, but no averages at a count', () => {
    expect(names(['rows:low', 'dart=rows:low'])).toEqual(['rows:low', 'dart=rows:low']);
    expect(() => planModes(['dymu:low', 'rows=dymu:low'])).toThrow(/names no method that keeps exact counts/);
  });

  it('refuses what cannot be', () => {
    expect(() => planModes(['full', 'dymu=full'])).toThrow(
      /names no method that keeps exact counts; choose among tome, pool/,
    );
    expect(() => planModes(['full', 'equal'])).toThrow(/need a DyMU mode in the list/);
    expect(() => planModes(['equal'])).toThrow(/need a DyMU mode in the list; add one, such as dymu:low/);
    expect(() => planModes(['tome=dymu:low'])).toThrow(/not in the list; add dymu:low to it/);
    expect(() => planModes([])).toThrow(/An evaluation needs a mode/);
    expect(() => planModes(['full', 'tome=dymu:low'])).toThrow(/not in the list; add dymu:low to it/);
  });
});

describe('atCount', () => {
  it('rounds, and has nothing for less than two tokens', () => {
    expect(atCount({ method: 'tome', to: 'dymu:low' }, 38.5)?.name).toBe('tome:39');
    expect(atCount({ method: 'tome', to: 'dymu:low' }, 1.4)).toBeUndefined();
  });
});

describe('askPlanned', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dymu-equal-'));
  const [a, b] = [join(folder, 'a.png'), join(folder, 'b.png')];
  writeFileSync(a, 'a');
  writeFileSync(b, 'b');
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const store = () => {
    const known = new Map<string, Given>();
    return {
      get: (key: string) => known.get(key),
      put: (key: string, given: Given) => {
        known.set(key, given);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    };
  };

  it('asks at the mean of the mode before, counting every picture once, and puts rows where they were written', async () => {
    const { subject, asks } = scriptedSubject();
    const kept = new Map([
      [a, 20],
      [b, 41],
    ]);
    const look: typeof subject.look = (path, reduction) =>
      reduction.method === 'tome' && reduction.budget.kind === 'tokens' && reduction.budget.tokens === 9
        ? Promise.resolve({ seen: path, tokens: kept.get(path) ?? 0, views: 1 })
        : subject.look(path, reduction);
    const questions = [question(a, 'One?'), question(a, 'Two?'), question(b, 'Three?')];
    const { answers, modes, notes } = await askPlanned(
      { subject: { ...subject, look }, questions, store: store() },
      planModes(['pool=tome:9', 'full', 'tome:9', 'tome=tome:9']),
      {},
    );
    expect(notes).toEqual([]);
    expect(modes).toEqual([
      { mode: 'pool:31', equalTo: { mode: 'tome:9', tokens: 30.5 } },
      { mode: 'full' },
      { mode: 'tome:9' },
      { mode: 'tome:31', equalTo: { mode: 'tome:9', tokens: 30.5 } },
    ]);
    expect(
      answers.map((row) => (row instanceof EngineError ? row.code : row.map(({ tokens }) => tokens))),
    ).toEqual([
      [256, 256, 20, 31],
      [256, 256, 20, 31],
      [256, 256, 41, 31],
    ]);
    expect(asks).toHaveLength(12);
  });

  it('compares no rows with tokens where squares are joined', async () => {
    const { subject } = scriptedSubject();
    const modes = planModes(['tome:9', 'pool=tome:9', 'dart=tome:9']);
    const asked = { questions: [question(a, 'One?')], store: store() };
    const joined = await askPlanned({ subject: { ...subject, joins: true }, ...asked }, modes, {});
    expect(joined.modes.map(({ mode }) => mode)).toEqual(['tome:9', 'pool:9']);
    expect(joined.notes).toEqual([
      'dart at the 9.0 tokens of tome:9 was left out: where squares are joined, dart keeps rows and tome:9 tokens, which are not the same.',
    ]);
    const single = await askPlanned({ subject, ...asked }, modes, {});
    expect(single.modes.map(({ mode }) => mode)).toEqual(['tome:9', 'pool:9', 'dart:9']);
  });

  it('leaves out with a sentence what a method cannot do, and asks the rest', async () => {
    const { subject } = scriptedSubject();
    const describe: typeof subject.describe = (reduction) => {
      if (reduction.method === 'pool') throw new EngineError('unsupported', 'This encoder cannot pool');
      return subject.describe(reduction);
    };
    const { modes, notes } = await askPlanned(
      { subject: { ...subject, describe }, questions: [question(a, 'One?')], store: store() },
      planModes(['tome:9', 'pool=tome:9', 'tome=tome:9']),
      {},
    );
    expect(modes).toEqual([{ mode: 'tome:9' }]); // tome=tome:9 comes to the same
    expect(notes).toEqual(['pool at the 9.0 tokens of tome:9 was left out: This encoder cannot pool.']);
  });

  it('counts the answers of both rounds in one progress, without those that a question left out would have had', async () => {
    const { subject } = scriptedSubject((path) => {
      if (path.endsWith('b.png')) throw new EngineError('too-long', 'Too many tokens');
      return 'yes';
    });
    const seen: string[] = [];
    await askPlanned(
      { subject, questions: [question(a, 'One?'), question(b, 'Two?')], store: store() },
      planModes(['full', 'tome:9', 'pool=tome:9']),
      { onProgress: ({ done, total }) => seen.push(`${done}/${total}`) },
    );
    expect(seen).toEqual(['0/6', '1/6', '2/6', '2/3', '2/3', '3/3']);
  });
});
