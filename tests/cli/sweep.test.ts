import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFakeEngine, fakeModel } from '../support/fake-engine.ts';
import { cli, inScratch, oneSentence } from './harness.ts';

const sweep = ['sweep', '--image', '/a.png', '--prompt', 'What is it?', '--budgets', '75%,50%,25%'];
const changing = () =>
  createFakeEngine({ answer: (_, share) => (share < 0.3 ? 'A blue\nstar.' : 'A red star.') });

describe('dymu sweep', () => {
  it('prints a row a budget as it is answered, and where the answer changes', async () => {
    const { status, out, err } = await cli(sweep, { engine: changing() });
    expect([status, err]).toEqual([0, '']);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toBe('method      budget  tokens  first token  answer');
    expect(lines[1]).toMatch(/^all tokens {2}100% +256 +\S+ m?s {2}A red star\.$/);
    expect(lines[3]).toMatch(/^DyMU {8}50% .*the same$/);
    expect(lines[4]).toMatch(/^DyMU {8}25% .*A blue star\.$/);
    expect(lines.at(-1)).toMatch(/^DyMU: the answer first changes at \d+ tokens \(25%\)\.$/);
  });

  it('prints one document with the fields of the contract', async () => {
    const { out, err } = await cli([...sweep, '--methods', 'tome,dymu', '--json'], { engine: changing() });
    expect(err).toBe('');
    const document = JSON.parse(out) as { rows: Record<string, unknown>[]; firstChange: unknown[] };
    expect(Object.keys(document)).toEqual(['rows', 'firstChange']);
    expect(Object.keys(document.rows[0]!)).toEqual(
      expect.arrayContaining(['method', 'budget', 'tokens', 'text', 'sameAsFull', 'timings']),
    );
    expect(document.rows.map(({ method }) => method)).toEqual([
      'none',
      'dymu',
      'tome',
      'dymu',
      'tome',
      'dymu',
      'tome',
    ]);
    expect(document.firstChange).toMatchObject([
      { method: 'dymu', budget: '25%' },
      { method: 'tome', budget: '25%' },
    ]);
  });

  it('sweeps a video, named by its first frame', async () => {
    await inScratch(async (folder) => {
      const out = join(folder, 't.md');
      const video = ['sweep', '--frames', '/a.png', '/b.png', '/c.png', ...sweep.slice(3), '--out', out];
      const { status, out: lines } = await cli(video, { engine: changing() });
      expect(status).toBe(0);
      expect(lines).toMatch(/all tokens +100% +768/u);
      expect(await readFile(out, 'utf8')).toContain('a.png and 2 more frames');
    });
    const { status, err } = await cli([...sweep, '--frames', '/b.gif']);
    expect(status).toBe(2);
    expect(oneSentence(err)).toContain('--frames is a video and excludes --image');
  });

  it('names only ways out that it has where the model has no calibration', async () => {
    const engine = createFakeEngine();
    const bare = { ...engine, load: () => Promise.resolve({ ...fakeModel, calibration: null }) };
    const { status, err } = await cli(sweep, { engine: bare });
    expect(status).toBe(1);
    expect(oneSentence(err)).toMatch(
      /^No calibration of fake-vlm was found.*"dymu calibrate" and give it with --calibration\.$/,
    );
  });

  it('asks at budgets as low as the calibration reaches when none are named', async () => {
    const { status, out } = await cli(sweep.slice(0, 5), { engine: changing() });
    expect(status).toBe(0);
    expect(out.match(/^DyMU +\d+%/gm)?.[0]).toMatch(/75%$/);
  });

  it('asks at all usual budgets where the calibration reaches none, as where nothing merges in the encoder', async () => {
    const engine = changing();
    const { calibration } = fakeModel;
    const whole = {
      ...fakeModel,
      calibration: calibration && { ...calibration, range: [256, 256] as const },
    };
    const load: typeof engine.load = (source, call) => engine.load(source, call).then(() => whole);
    const { status, out } = await cli(sweep.slice(0, 5), { engine: { ...engine, load } });
    expect([status, out.match(/^DyMU +\d+%/gm)?.length]).toEqual([0, 7]);
  });

  it.each(['csv', 'json', 'md'])('writes the table as .%s', async (ending) => {
    await inScratch(async (folder) => {
      const file = join(folder, `t.${ending}`);
      const { status, err } = await cli([...sweep, '--out', file], { engine: changing() });
      expect([status, err]).toEqual([0, `Table written to ${file}.\n`]);
      expect(await readFile(file, 'utf8')).toContain('A red star.');
    });
  });

  it.each([
    [sweep.slice(0, 3), 'Give a question with --prompt TEXT.'],
    [[...sweep.slice(0, 5), '--budgets', '50%,foo'], '--budgets takes averages such as 90, 35% or low'],
    [
      [...sweep, '--methods', 'none'],
      '--methods takes a list of dymu, rows, tome, pool, visionzip, dart; "none" is not one',
    ],
    [[...sweep, '--out', 't.txt'], '--out takes a file ending in .csv or .json or .md'],
    [[...sweep, '--max-new-tokens', '0'], '--max-new-tokens takes a whole number from 1'],
    [
      [...sweep.slice(0, 5), '--budgets', Array.from({ length: 51 }, (_, i) => i + 2).join(',')],
      'up to 50 budgets',
    ],
  ])('BAD CALL - %j', async (argv, words) => {
    const { status, err } = await cli(argv);
    expect(status).toBe(2);
    expect(oneSentence(err)).toContain(words);
  });
});
