/** `dymu eval --shard` and `dymu merge` with the real engine: the file of the parts is that of one machine, byte for byte. */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import { golden, otherModel } from './golden-case.ts';
import { cli, inScratch, oneSentence } from './harness.ts';

async function prepared(
  work: (folder: string, run: (...argv: string[]) => ReturnType<typeof cli>) => Promise<void>,
) {
  await inScratch(async (folder) => {
    const lines = [1, 2, 3, 4, 5].flatMap((number) => {
      cpSync(join(golden.find, `batch1_${number}.png`), join(folder, `${number}.png`));
      return ['What is it?', 'How many?'].map((question) =>
        JSON.stringify({ image: `${number}.png`, question, answers: ['x'] }),
      );
    });
    writeFileSync(join(folder, 'questions.jsonl'), lines.join('\n'));
    const create: Parameters<typeof cli>[1] = {
      createEngine: (options) =>
        createEngine({
          ...options,
          cacheDirectory: join(folder, 'cache'),
          dataDirectory: join(folder, 'data'),
          jobs: 'own',
        }),
    };
    await work(folder, (...argv) => cli(argv, create));
  });
}

const asked = ['--device', 'cpu', '--modes', 'full,tome:20', '--max-new-tokens', '3'];

describe('dymu merge', () => {
  it('joins the parts of an evaluation, in any order, into the file of one machine', async () => {
    await prepared(async (folder, run) => {
      const at = (name: string) => join(folder, name);
      const evaluate = (...more: string[]) =>
        run('eval', '--model', golden.model, '--data', folder, ...asked, ...more);
      expect((await evaluate('--out', at('single.json'))).status).toBe(0);
      for (const index of [1, 2, 3]) {
        const { status, err } = await evaluate('--shard', `${index}/3`, '--out', at(`part-${index}.json`));
        expect(status).toBe(0);
        expect(err).toContain(
          `Part ${index} of 3 (${index === 3 ? 2 : 4} questions) written to ${at(`part-${index}.json`)}; `,
        );
      }
      const parts = [3, 1, 2].map((index) => at(`part-${index}.json`));
      expect((await run('merge', ...parts, '--out', at('merged.json'))).status).toBe(0);
      expect(readFileSync(at('merged.json'), 'utf8')).toBe(readFileSync(at('single.json'), 'utf8'));

      const over = await run('merge', ...parts, '--out', at('part-2.json'));
      expect([over.status, oneSentence(over.err)]).toEqual([
        2,
        `${at('part-2.json')} is one of the parts and would be written over; give another file.`,
      ]);

      const refusal = async (...files: string[]) => {
        const { status, err } = await run('merge', ...files, '--out', at('no.json'));
        expect(status).toBe(1);
        return oneSentence(err);
      };
      const [one = '', two = '', three = ''] = [1, 2, 3].map((index) => at(`part-${index}.json`));
      expect(await refusal(one, three)).toBe(
        'Part 2 of 3 is missing; give every part, those of shards that failed made again.',
      );
      expect(await refusal(one, two, two, three)).toBe('Part 2 of 3 is there twice; leave one out.');
      const text = readFileSync(two, 'utf8');
      writeFileSync(at('cut.json'), text.slice(0, text.length / 2));
      expect(await refusal(one, at('cut.json'), three)).toBe(
        `'${at('cut.json')}' is not valid JSON; make this part again.`,
      );
      writeFileSync(at('newer.json'), text.replace('"version":1', '"version":2'));
      expect(await refusal(one, at('newer.json'), three)).toBe(
        `'${at('newer.json')}' has version 2, but only 1 is known; update the program.`,
      );
      expect(await refusal(one, at('single.json'))).toBe(
        `'${at('single.json')}' is no part of an evaluation, collection or sweep; give files that a shard has written.`,
      );
      const other = await run(
        'eval',
        '--model',
        otherModel,
        '--data',
        folder,
        ...asked,
        '--shard',
        '2/3',
        '--out',
        at('other.json'),
      );
      expect(other.status).toBe(0);
      expect(await refusal(one, at('other.json'), three)).toMatch(
        /^Parts 1 and 2 are not of one evaluation: the model is llava15-clip in one and llava15-siglip in the other; /,
      );
    });
  });

  it('says of a joined collection what one machine would say, and refuses parts that do not belong together', async () => {
    await prepared(async (folder, run) => {
      const at = (name: string) => join(folder, name);
      const collect = (model: string, part: string, name: string) =>
        run(
          'collect',
          folder,
          '--model',
          model,
          '--device',
          'cpu',
          '--budgets',
          'tome:9',
          '--shard',
          part,
          '--out',
          at(name),
        );
      writeFileSync(at('broken.png'), 'no picture');
      expect((await collect(golden.model, '1/2', '1.json')).status).toBe(0);
      expect((await collect(golden.model, '2/2', '2.json')).status).toBe(0);
      const merge = (...names: string[]) => run('merge', ...names.map(at), '--out', at('merged.csv'));
      const { status, err } = await merge('1.json', '2.json');
      expect(status).toBe(0);
      expect(err).toContain("1 of 6 files could not be read and were left out:\n  'broken.png' ");
      expect(err).toContain('The loaded model has no calibration');

      const refusal = async (...names: string[]) => {
        const refused = await merge(...names);
        expect(refused.status).toBe(1);
        return oneSentence(refused.err);
      };
      expect(await refusal('2.json')).toBe(
        'Part 1 of 2 is missing; give every part, those of shards that failed made again.',
      );
      expect(await refusal('1.json', '2.json', '1.json')).toBe('Part 1 of 2 is there twice; leave one out.');
      expect((await collect(otherModel, '2/2', 'model.json')).status).toBe(0);
      expect(await refusal('1.json', 'model.json')).toBe(
        'Parts 1 and 2 are not of one collection: another model; make all parts with the same model, images and budgets.',
      );
      rmSync(at('1.png'));
      expect((await collect(golden.model, '2/2', 'images.json')).status).toBe(0);
      expect(await refusal('1.json', 'images.json')).toBe(
        'Parts 1 and 2 are not of one collection: other images, or other contents under the same names; make all parts with the same model, images and budgets.',
      );
    });
  });

  it.each(['csv', 'json', 'parquet'])(
    'joins the parts of a collection into the .%s of one machine',
    async (ending) => {
      await prepared(async (folder, run) => {
        const at = (name: string) => join(folder, name);
        const collect = (...more: string[]) =>
          run(
            'collect',
            folder,
            '--model',
            golden.model,
            '--device',
            'cpu',
            '--budgets',
            'tome:20,tome:9',
            ...more,
          );
        for (const index of [1, 2]) {
          const { status } = await collect('--shard', `${index}/2`, '--out', at(`part-${index}.json`));
          expect(status).toBe(0);
        }
        expect(
          (await run('merge', at('part-2.json'), at('part-1.json'), '--out', at(`merged.${ending}`))).status,
        ).toBe(0);
        rmSync(at('data'), { recursive: true });
        expect((await collect('--out', at(`single.${ending}`))).status).toBe(0);
        expect(readFileSync(at(`merged.${ending}`))).toEqual(readFileSync(at(`single.${ending}`)));

        const alone = await run('merge', at('part-2.json'), '--out', at('no.csv'));
        expect([alone.status, oneSentence(alone.err)]).toEqual([
          1,
          'Part 1 of 2 is missing; give every part, those of shards that failed made again.',
        ]);
        const drawn = await run('merge', at('part-1.json'), at('part-2.json'), '--figure', at('no.svg'));
        expect([drawn.status, oneSentence(drawn.err)]).toEqual([
          2,
          '--figure belongs to parts of dymu eval; give parts of a collection --out FILE.',
        ]);
        const text = readFileSync(at('part-1.json'), 'utf8');
        writeFileSync(at('other.json'), text.replace('"tome:20"', '"tome:21"'));
        const other = await run('merge', at('other.json'), at('part-2.json'), '--out', at('no.csv'));
        expect(oneSentence(other.err)).toBe(
          'Parts 1 and 2 are not of one collection: other budgets; make all parts with the same model, images and budgets.',
        );
        if (ending !== 'csv') return;
        // As many bytes under the same name on the other machine: only what is in them differs.
        for (const [index, mark] of [
          [1, 'x'],
          [2, 'y'],
        ] as const) {
          const picture = join(folder, readdirSync(folder).find((name) => name.endsWith('.png')) ?? '');
          const bytes = readFileSync(picture);
          writeFileSync(
            picture,
            index === 1
              ? Buffer.concat([bytes, Buffer.from(mark)])
              : Buffer.concat([bytes.subarray(0, -1), Buffer.from(mark)]),
          );
          await collect('--shard', `${index}/2`, '--out', at(`part-${index}.json`));
        }
        const unequal = await run('merge', at('part-1.json'), at('part-2.json'), '--out', at('no.csv'));
        expect([unequal.status, oneSentence(unequal.err)]).toEqual([
          1,
          'Parts 1 and 2 are not of one collection: other images, or other contents under the same names; make all parts with the same model, images and budgets.',
        ]);
      });
    },
  );

  it.each([
    [['merge', 'a.json'], 'Give the file to write with --out FILE.csv or FILE.json.'],
    [
      ['eval', '--shard', '1/2'],
      'A shard writes its part: give --out PART.json, and table and figure to dymu merge.',
    ],
    [
      ['eval', '--shard', '1/2', '--queue', 'redis://h'],
      '--queue and --shard exclude each other; give one of them.',
    ],
  ])('takes %j as wrong usage', async (argv, sentence) => {
    const { status, err } = await cli(argv);
    expect([status, oneSentence(err)]).toEqual([2, sentence]);
  });
});
