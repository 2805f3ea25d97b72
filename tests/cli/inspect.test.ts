import { precisionInWords } from '../../src-engine/cli/precision-text.ts';
import type { PrecisionReport } from '../../src-engine/engine.ts';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledModel } from '../../src-engine/bundled/assets.ts';
import type { Engine, PrecisionCheckRequest } from '../../src-engine/engine.ts';
import { createFakeEngine } from '../support/fake-engine.ts';
import { dymu, golden } from './golden-case.ts';
import { cli, oneSentence } from './harness.ts';

describe('dymu inspect', () => {
  it('says what a folder holds', async () => {
    const { out } = await cli(['inspect', '/models/x']);
    expect(out).toBe(
      [
        'family          llava',
        'runs here       yes',
        'encoder         6 layers, width 64, 256 tokens per view',
        'language model  6 layers, width 64',
        'parameters      6.0 M',
        'weights         fp32 24 MB',
        '',
      ].join('\n'),
    );
  });

  it('says why a model does not run', async () => {
    const refusing = (): Engine => {
      const engine = createFakeEngine();
      const inspect = async (directory: string) => ({
        ...(await engine.inspect(directory)),
        supported: false,
        reason: 'Its family is new.',
      });
      return { ...engine, inspect };
    };
    const { status, out } = await cli(['inspect', '/models/x'], { engine: refusing() });
    expect(status).toBe(0);
    expect(out).toContain('runs here       no: Its family is new.');
    const json = await cli(['inspect', '/models/x', '--json'], { engine: refusing() });
    expect(JSON.parse(json.out)).toMatchObject({ supported: false, reason: 'Its family is new.' });
  });

  it('says of a folder of pictures what the command line does with one', async () => {
    const { status, err } = await dymu(['inspect', golden.find]);
    expect(status).toBe(1);
    expect(oneSentence(err)).toMatch(
      /is a folder of \d+ pictures and no model; count their tokens with "dymu collect", or give the folder of a model /u,
    );
  });

  it('looks at the embedded model when no folder is named', async () => {
    let asked = '';
    const engine = createFakeEngine();
    const listening = {
      ...engine,
      inspect: (directory: string) => {
        asked = directory;
        return engine.inspect(directory);
      },
    };
    await cli(['inspect', '--json'], { engine: listening });
    expect(asked).toBe(bundledModel());
  });

  it('prints the fields of the contract', async () => {
    const { out } = await cli(['inspect', '/models/x', '--json']);
    expect(JSON.parse(out)).toEqual({
      family: 'llava',
      supported: true,
      vision: { layers: 6, width: 64, patches: 256 },
      text: { layers: 6, width: 64 },
      parameters: 6_000_000,
      bytes: { fp32: 24_000_000 },
      tokensPerView: 256,
      notes: [],
    });
  });

  describe('--check', () => {
    it('says what the fast tower changes, where there is one', () => {
      const report: PrecisionReport = {
        model: 'x',
        device: 'cpu',
        questions: 2,
        positions: 0,
        results: [],
        refusals: [],
        disturbedBy: ['a preview ran', 'the computer slept'],
        tower: {
          pictures: 24,
          features: 0.0312,
          by: 'threshold',
          owners: 0.912,
          sameOwners: 3,
          tokens: { fp32: 87.25, int8: 88 },
          plainMs: { fp32: 40, int8: 20 },
          mergedMs: { fp32: 30, int8: 12 },
          questions: 96,
          sameAnswers: 95,
        },
      };
      const lines = precisionInWords(report).split('\n').slice(2);
      expect(lines.slice(0, 2)).toEqual([
        'The times say little: the engine did other work at the same time (a preview ran) and the computer slept meanwhile.',
        '',
      ]);
      expect(lines.slice(2)).toEqual([
        'The vision encoder in int8 (the fast tower) against fp32, on 24 pictures:',
        'encoding                        fp32   int8  speed-up',
        'all tokens                     40 ms  20 ms     2.00x',
        'merged by the same thresholds  30 ms  12 ms     2.50x',
        'Features are off by 3.1 %. By the same thresholds fp32 leaves 87.3 tokens and int8 88.0;',
        'patches share 91.2 % of the company in their tokens, and 3 of 24 owner maps group alike.',
        '95 of 96 answers with all tokens are the same, word for word.',
      ]);
    });

    it('prints what lower precisions change, beside what the folder holds', async () => {
      const { status, out } = await cli(['inspect', '/models/x', '--check']);
      expect(status).toBe(0);
      const [, check] = out.split('\n\n');
      expect(check).toBe(
        [
          'Against fp32 at 72 positions of 8 answers, on cpu; KL in nats per position.',
          'precision  weights   load  KL mean  KL max  same token               decode',
          'fp32         24 MB  64 ms        0       0     100.0 %         100 tokens/s',
          'int8          7 MB  18 ms  0.00020  0.0020     100.0 %  150 tokens/s, 1.50x',
          'int4          4 MB  10 ms    0.020    0.20      97.0 %  200 tokens/s, 2.00x',
          'fp16 is of no use on cpu: it is slower there.',
          '',
        ].join('\n'),
      );
    });

    it('is one document with --json', async () => {
      const { out } = await cli(['inspect', '/models/x', '--check', '--json']);
      expect(JSON.parse(out)).toMatchObject({
        family: 'llava',
        check: {
          device: 'cpu',
          questions: 8,
          positions: 72,
          results: [
            { precision: 'fp32', kl: { mean: 0, max: 0 }, agreement: 1, tokensPerSecond: 100 },
            { precision: 'int8', kl: { mean: 0.0002, max: 0.002 } },
            { precision: 'int4', bytes: 3_750_000, loadMs: 10 },
          ],
          refusals: [{ precision: 'fp16', reason: 'fp16 is of no use on cpu: it is slower there.' }],
        },
      });
    });

    it('asks the embedded model about scenes only, and other models about photographs first', async () => {
      const foldersOf = async (argv: readonly string[]): Promise<readonly string[]> => {
        const engine = createFakeEngine();
        let asked: PrecisionCheckRequest['questions'] = [];
        const checkPrecision: Engine['checkPrecision'] = (request, call) => {
          asked = request.questions;
          return engine.checkPrecision(request, call);
        };
        await cli(argv, { engine: { ...engine, checkPrecision } });
        return asked.map(({ image }) => (image.kind === 'file' ? basename(dirname(image.path)) : ''));
      };
      const scenes = await foldersOf(['inspect', '--check']);
      expect(new Set(scenes)).toEqual(new Set(['samples']));
      expect(scenes.length).toBeGreaterThan(50);
      const mixed = await foldersOf(['inspect', '/models/x', '--check']);
      expect(mixed).toHaveLength(8);
      expect(mixed[0]).toBe('photos');
    });
  });
});
