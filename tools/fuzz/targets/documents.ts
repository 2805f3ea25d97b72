/** Documents of one file each: calibrations, thresholds, lists, parts of evaluations and collections, kept answers, settings, what ships beside the program. */
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { openSettings } from '../../../electron/settings.ts';
import { lookUp, rememberedModels } from '../../../electron/known-models.ts';
import { readFirstStart } from '../../../src-engine/bundled/first-start.ts';
import { readShelf } from '../../../src-engine/bundled/shelf.ts';
import { readCalibration, requireEncoder } from '../../../src-engine/calibration/calibration-file.ts';
import { parsePublished } from '../../../src-engine/calibration/published-thresholds.ts';
import { readProgress } from '../../../src-engine/calibration/progress-file.ts';
import { readText } from '../../../src-engine/files/bounded-file.ts';
import { listImages } from '../../../src-engine/cli/image-list.ts';
import { readThresholds } from '../../../src-engine/cli/thresholds-file.ts';
import { openAnswerStore, readAnswers } from '../../../src-engine/evaluation/answer-store.ts';
import { readSet } from '../../../src-engine/evaluation/read-set.ts';
import { openExchange } from '../../../src-engine/sharing/exchange.ts';
import { hostileJson, hostileLines } from '../edits/json.ts';
import { layFile, type Place } from '../place.ts';
import { MB, target, type Target } from '../target.ts';
import { asset, jsonOf } from './seeds.ts';
import * as samples from './samples.ts';

const limits = { mostBytes: 600 * MB, mostCpu: 20_000 };

interface OneFile {
  readonly name: string;
  readonly file: string;
  readonly seeds: () => Promise<readonly unknown[]>;
  readonly read: (path: string, place: Place) => Promise<unknown>;
  readonly lines?: true;
}

function oneFile({ name, file, seeds, read, lines }: OneFile): Target {
  return target<string>({
    name,
    inputs: async () => (lines === true ? hostileLines : hostileJson)(await seeds()),
    async run(text, place) {
      const path = await layFile(place, file, text.replaceAll('{outside}', place.outside));
      await read(path, place);
    },
    ...limits,
  });
}

const own =
  (...seeds: readonly unknown[]) =>
  () =>
    Promise.resolve(seeds);
const shipped =
  (...files: readonly string[]) =>
  () =>
    Promise.all(files.map((file) => jsonOf(asset(file))));

async function shipWith(place: Place, name: string): Promise<void> {
  for (const file of ['shelf.json', 'first-start.json'] as const)
    if (file !== name) await layFile(place, file, JSON.stringify(await jsonOf(asset(file))));
}

export const documentTargets: readonly Target[] = [
  oneFile({
    name: 'calibration',
    file: 'calibration.json',
    seeds: async () => [samples.calibration, ...(await shipped('calibrations/pocket.json')())],
    async read(path) {
      const read = await readCalibration(path);
      requireEncoder(read, path, { fingerprint: 'another', name: 'another' });
    },
  }),
  oneFile({
    name: 'published-thresholds',
    file: 'published.json',
    seeds: shipped('calibrations/clip-vit-large-patch14-336-published.json'),
    read: async (path) =>
      parsePublished(
        await readText(path, MB, { file: path, code: 'bad-calibration', remedy: 'choose another' }),
        path,
      ),
  }),
  oneFile({
    name: 'thresholds',
    file: 'thresholds.json',
    seeds: own({ thresholds: [0.9, 0.8] }),
    read: readThresholds,
  }),
  oneFile({
    name: 'calibration-progress',
    file: 'out.json.progress',
    seeds: own(samples.progress),
    read: (path) => readProgress(join(dirname(path), 'out.json'), samples.progress.key),
  }),
  oneFile({
    name: 'exchange',
    file: 'find-0.json',
    seeds: own(samples.exchanged),
    async read(_, place) {
      const options = {
        directory: place.folder,
        shard: { index: 1, count: 1 },
        run: 'run',
        program: '1.0.0',
        signal: AbortSignal.timeout(5000),
      };
      const exchange = await openExchange(options);
      const task = { kind: 'find', images: ['/a'], removals: [1] } as const;
      for await (const found of exchange.results('find', [task], () => Promise.resolve([0.5])))
        if (found.length === 0) throw new Error('a result without numbers');
    },
  }),
  oneFile({
    name: 'exchange-card',
    file: 'shard-1-of-2.json',
    seeds: own(samples.card),
    read: (_, place) =>
      openExchange({ directory: place.folder, shard: { index: 2, count: 2 }, run: 'run', program: '1.0.0' }),
  }),
  oneFile({
    name: 'questions',
    file: 'set/questions.jsonl', // what belongs to a file may lie beside its folder
    seeds: own(...samples.questions),
    lines: true,
    read: (path) => readSet({ data: path }),
  }),
  oneFile({
    name: 'kept-answers',
    file: 'answers.jsonl',
    seeds: own(samples.answersHeader, ...samples.answers),
    lines: true,
    async read(path) {
      await readAnswers(path);
      const store = await openAnswerStore(path, true);
      await store.put('a', { text: 'b', tokens: 1, cut: false });
      await store.close();
    },
  }),
  oneFile({
    name: 'shelf',
    file: 'shelf.json',
    seeds: shipped('shelf.json'),
    read: (_, place) => readShelf(place.folder),
  }),
  oneFile({
    name: 'sample-truths',
    file: 'samples/samples.json',
    seeds: shipped('samples/samples.json'),
    async read(_, place) {
      await shipWith(place, '');
      await readShelf(place.folder);
    },
  }),
  oneFile({
    name: 'first-start',
    file: 'first-start.json',
    seeds: shipped('first-start.json'),
    async read(_, place) {
      await shipWith(place, 'first-start.json');
      await readFirstStart(place.folder);
    },
  }),
  oneFile({
    name: 'settings',
    file: 'settings.json',
    seeds: own(samples.settings),
    async read(path) {
      const { store } = await openSettings(path);
      await lookUp(rememberedModels(store.current));
      await store.update({ theme: 'dark' });
      await store.flush();
    },
  }),
  target<string>({
    name: 'image-list',
    inputs: () =>
      Promise.resolve(
        fc
          .array(
            fc.oneof(
              fc.constantFrom(
                'a.png',
                '# a',
                '',
                '../outside/canary.png',
                '{outside}/canary.png',
                '/dev/zero',
                '\u0000',
                'a\u001b[31m',
                'é'.repeat(3000),
              ),
              fc.string(),
            ),
            { maxLength: 30 },
          )
          .map((all) => all.join('\n')),
      ),
    run: async (text, place) =>
      listImages(await layFile(place, 'list.txt', text.replaceAll('{outside}', place.outside))),
    ...limits,
  }),
];
