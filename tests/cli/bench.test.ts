import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchRequest } from '../../src-engine/engine.ts';
import { benchDocument } from '../../src-engine/report/bench-document.ts';
import { fakeBench } from '../support/fake-bench.ts';
import { createFakeEngine } from '../support/fake-engine.ts';
import { emptyFolder } from '../support/scratch.ts';
import { cli } from './harness.ts';

/** What the engine was asked for. */
async function asked(...argv: readonly string[]): Promise<BenchRequest | undefined> {
  const requests: BenchRequest[] = [];
  const engine = createFakeEngine();
  const recording = {
    ...engine,
    bench: (request: BenchRequest) => {
      requests.push(request);
      return engine.bench(request);
    },
  };
  await cli(['bench', ...argv], { engine: recording });
  return requests[0];
}

describe('dymu bench', () => {
  it('prints a table a stage and a sentence a budget', async () => {
    const { status, out, err } = await cli(['bench', '--shape', 'llava-ov-0.5b']);
    expect(status).toBe(0);
    expect(out).toContain('llava-ov-0.5b on cpu in fp32: A processor, 2 threads\n');
    expect(out).toMatch(/^Encoder\n {2}kept +tokens +time +speed-up +ideal +of ideal$/mu);
    expect(out).toMatch(/^ {2}not merged +576 +2\.00 s \(1\.90 to 2\.20\)$/mu);
    expect(out).toMatch(/^ {2}34 % +196 +756 ms \(718 to 831\) +2\.65× +2\.94× +90 %$/mu);
    expect(out).toContain("Then 20 tok/s, 80 % of what the memory's 30.0 GB/s allow.");
    expect(out).toContain(
      'At 34 % of the tokens an answer begins 2.6× sooner, after 1.91 s instead of 5.05 s (arithmetic promises 2.9×).',
    );
    expect(err).not.toContain('undefined');
  });

  it('prints the report as one document', async () => {
    const { out } = await cli(['bench', '--shape', 'clip-l-336', '--json']);
    const report = fakeBench({ subject: { kind: 'shape', shape: 'clip-l-336' } });
    expect(JSON.parse(out)).toEqual(benchDocument(report));
    expect(JSON.parse(out)).toMatchObject({
      device: 'cpu',
      shape: 'clip-l-336',
      precision: 'fp32',
      budgets: [{ budget: 1 }, { budget: 0.68 }, { budget: 0.34 }, { budget: 0.15 }],
      mergeShareOfBlock: 0.05,
    });
  });

  it('measures the embedded model unless told otherwise', async () => {
    expect(await asked()).toEqual({ subject: { kind: 'shape', shape: 'embedded' } });
  });

  it('hands every option on', async () => {
    expect(
      await asked(
        '--model',
        'a/folder',
        '--budgets',
        '50%, 0.25',
        '--rounds',
        '3',
        '--layers',
        'fit',
        '--encoder-only',
      ),
    ).toEqual({
      subject: { kind: 'model', directory: 'a/folder' },
      budgets: [0.5, 0.25],
      rounds: 3,
      languageLayers: 'fit',
      stages: ['encode'],
    });
  });

  it('writes a figure', async () => {
    const path = join(await emptyFolder(), 'bench.svg');
    const { err } = await cli(['bench', '--figure', path]);
    expect(err).toContain(`Figure written to ${path}.`);
    expect(await readFile(path, 'utf8')).toContain('<title>embedded: time against tokens kept</title>');
  });

  it('lists the shapes where one is not known', async () => {
    const { status, err } = await cli(['bench', '--shape', 'gpt-2']);
    expect(status).toBe(2);
    expect(err).toMatch(/^There is no shape "gpt-2"\. There are:\n {2}embedded +The embedded model\n/u);
    expect(err).toContain('llava-next-7b');
  });

  it.each([
    [['--shape', 'embedded', '--model', 'x'], 'Give --shape or --model, not both.'],
    [['--budgets', '0.5,2'], '--budgets takes shares above 0 and up to 1'],
    [['--budgets', ''], '--budgets takes shares above 0 and up to 1'],
    [['--rounds', '0'], '--rounds takes a whole number from 1 to 1000'],
    [['--layers', 'some'], '--layers takes a whole number from 1 to 1000'],
    [['--figure', 'a.jpg'], '--figure takes a file ending in .png or .svg'],
    [['--calibration', 'c.json'], '--calibration has nothing to do in it'],
  ])('refuses %j', async (argv, sentence) => {
    const { status, err } = await cli(['bench', ...argv]);
    expect(status).toBe(2);
    expect(err).toContain(sentence);
  });

  it('says what does not fit, and exits with 1', async () => {
    const { status, err } = await cli(['bench', '--shape', 'llava-1.5-7b']);
    expect(status).toBe(1);
    expect(err).toContain('llava-1.5-7b takes about 30 GB in fp32, but 20 GB are free; measure fewer layers');
  });
});
