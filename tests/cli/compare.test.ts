import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../src-engine/errors.ts';
import { createFakeEngine } from '../support/fake-engine.ts';
import { cli, inScratch, oneSentence, recorder } from './harness.ts';

describe('dymu compare', () => {
  const compare = ['compare', '--image', '/a.png', '--prompt', 'What is it?', '--tokens', '40'];
  const words = (text: string) =>
    createFakeEngine({ answer: (_, share) => (share < 1 ? text : 'A red star.') });

  it('prints answers, costs and verdict to standard output', async () => {
    const { status, out, err } = await cli(compare, { engine: words('A blue star.') });
    expect(status).toBe(0);
    expect(out).toContain('All tokens (256)');
    expect(out).toContain('A [-red-] star.');
    expect(out).toContain('A {+blue+} star.');
    expect(out).toMatch(/visual tokens +256 +40 +16 %/);
    expect(out).toContain('\nOne word differs. Measured once.\nEncode, project and prefill took ');
    expect(err).toBe('Open the app with: npm start\n');
  });

  it('prints one document with the fields of the contract', async () => {
    const { out, err } = await cli([...compare, '--json'], { engine: words('A blue star.') });
    expect(err).toBe('');
    const document = JSON.parse(out) as Record<string, unknown>;
    expect(Object.keys(document)).toEqual(['merged', 'full', 'diff', 'speedup', 'verdict', 'notes']);
    expect(document['verdict']).toMatchObject({ kind: 'unclear', spread: null, runs: 1 });
    expect(document['notes']).toEqual([]);
    expect(document['diff']).toEqual([
      { op: 'equal', text: 'A ' },
      { op: 'delete', text: 'red' },
      { op: 'insert', text: 'blue' },
      { op: 'equal', text: ' star.' },
    ]);
    expect(document['merged']).toMatchObject({ text: 'A blue star.', visualTokens: 40 });
    expect(document['full']).toMatchObject({ text: 'A red star.', visualTokens: 256 });
    expect(Object.keys(document['speedup'] as object)).toEqual(['encode', 'prefill', 'firstToken']);
  });

  it('adds to what is steered by region the answer with as many tokens spread evenly', async () => {
    await inScratch(async (folder) => {
      const regions = join(folder, 'regions.json');
      const region = {
        name: 'a',
        shape: { kind: 'box', x: 0, y: 0, width: 9, height: 9 },
        budget: '100%',
      };
      await writeFile(regions, JSON.stringify({ version: 1, regions: [region] }));
      const steered = [...compare.slice(0, 5), '--budget', '35%', '--regions', regions];
      const { out } = await cli([...steered, '--json']);
      const { merged, uniform } = JSON.parse(out) as Record<
        string,
        { visualTokens: number; reduction: object }
      >;
      expect(uniform?.visualTokens).toBe(merged?.visualTokens);
      expect(merged?.reduction).toHaveProperty('regions');
      expect(uniform?.reduction).not.toHaveProperty('regions');
      const words = await cli(steered);
      expect(words.out).toMatch(/\nRegion "a": \d+ tokens? of \d+ patch/);
      expect(words.out).toContain('\nWithout regions, as many tokens spread evenly: ');
      expect(words.out).toContain(' against all tokens.\n');
    });
  });

  it('asks about several images at once, and says what each keeps', async () => {
    const several = ['compare', '--image', '/a.png', '/other.png', ...compare.slice(3)];
    const { status, out } = await cli(several);
    expect(status).toBe(0);
    expect(out).toMatch(/visual tokens +512 +\d+ +\d+ %\n +image 1 +256 +\d+ +\d+ %\n +image 2 +256/u);
    const { merged } = JSON.parse((await cli([...several, '--json'])).out) as {
      merged: { visualTokens: number; shares: { tokens: number; fullTokens: number }[] };
    };
    expect(merged.shares.map(({ fullTokens }) => fullTokens)).toEqual([256, 256]);
    expect(merged.shares.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(merged.visualTokens);
  });

  it('compares a video: frames as they are given, or those of a folder, in order', async () => {
    const record = recorder();
    await inScratch(async (folder) => {
      for (const name of ['f10.png', 'f9.png']) await writeFile(join(folder, name), '');
      const video = ['compare', '--frames', '/a.png', folder, ...compare.slice(3)];
      const { status, out } = await cli([...video, '--json'], record);
      expect(status).toBe(0);
      expect((JSON.parse(out) as { merged: { shares: object[] } }).merged.shares).toHaveLength(3);
    });
    const asked = record.answers.map(({ visual }) => visual);
    expect(asked.length).toBeGreaterThan(1);
    for (const visual of asked) {
      if (visual.kind !== 'video') throw new Error(visual.kind);
      const ids = visual.frames.map((frame) => (frame.kind === 'open' ? frame.id : frame.kind));
      expect(ids.map((id) => basename(id))).toEqual(['a.png', 'f9.png', 'f10.png']);
    }
  });

  it('refuses a video beside images', async () => {
    const { status, err } = await cli([...compare, '--frames', '/b.gif']);
    expect(status).toBe(2);
    expect(oneSentence(err)).toContain('--frames is a video and excludes --image');
  });

  it.each([
    [['--regions', 'r.json'], '--regions belong to one picture; compare one --image at a time with them.'],
    [['--overlay', 'o.png'], '--overlay shows one picture; compare one --image at a time with it.'],
  ])('refuses %j with several images', async (flags, sentence) => {
    await inScratch(async (folder) => {
      const region = { name: 'a', shape: { kind: 'box', x: 0, y: 0, width: 9, height: 9 }, budget: '100%' };
      await writeFile(join(folder, 'r.json'), JSON.stringify({ version: 1, regions: [region] }));
      const given = flags.map((each) => (each.includes('.') ? join(folder, each) : each));
      const budget = flags[0] === '--regions' ? ['--budget', '35%'] : ['--tokens', '40'];
      const asked = ['compare', '--image', '/a.png', '/b.png', '--prompt', 'Which?', ...budget, ...given];
      const { status, err } = await cli(asked);
      expect(status).not.toBe(0);
      expect(err).toContain(sentence);
    });
  });

  it('adds the spread of several runs to the document', async () => {
    const { out } = await cli([...compare, '--repeat', '3', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      verdict: {
        runs: 3,
        spread: [expect.any(Number), expect.any(Number)],
        reason: expect.any(String) as string,
      },
      repeat: { runs: 3, merged: { prefillMs: { median: expect.any(Number) as number } } },
    });
  });

  it('takes a bundled picture and question when none is given, and says so', async () => {
    const record = recorder();
    const { status, err } = await cli(['compare', '--tokens', '40'], record);
    expect(status).toBe(0);
    expect(err).toMatch(
      /^No image given: using the bundled \S+assets\/samples\/scene\d+\.webp and asking ".+"\nOpen the app/,
    );
  });

  it('opens the picture once for all runs', async () => {
    const record = recorder();
    await cli([...compare, '--repeat', '2'], record);
    const pictures = record.answers.map(({ visual }) => (visual.kind === 'images' ? visual.images : []));
    expect(pictures).toHaveLength(6); // a warm-up and two runs of each way
    expect(pictures[0]).toEqual([{ kind: 'open', id: expect.any(String) as string }]);
    expect(new Set(pictures.map((images) => JSON.stringify(images))).size).toBe(1);
  });

  it('writes the overlay of the merged run', async () => {
    await inScratch(async (folder) => {
      const file = join(folder, 'o.svg');
      await cli([...compare, '--overlay', file]);
      expect(await readFile(file, 'utf8')).toContain('40 of 256 tokens');
    });
  });

  it('writes no overlay when an answer fails', async () => {
    await inScratch(async (folder) => {
      const file = join(folder, 'o.svg');
      const fail = (call: string) =>
        call === 'answer' ? new EngineError('bad-input', 'It broke.') : undefined;
      const { status } = await cli([...compare, '--overlay', file], { engine: createFakeEngine({ fail }) });
      expect(status).toBe(1);
      await expect(readFile(file)).rejects.toThrow('ENOENT');
    });
  });
});
