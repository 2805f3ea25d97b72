/** Model folders of every family with one or two files made hostile: opened, a question put, and inspected. */
import { copyFile, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { inspectCheckpoint } from '../../../src-engine/checkpoint/inspect.ts';
import { openCheckpoint } from '../../../src-engine/checkpoint/open.ts';
import { buildPrompt } from '../../../src-engine/language/prompt.ts';
import { createTokenizer } from '../../../src-engine/language/tokenizer.ts';
import { hostileBytes } from '../edits/bytes.ts';
import { hostileJson } from '../edits/json.ts';
import { hostileTemplate } from '../edits/template.ts';
import { tensors } from '../formats/tensors.ts';
import { canaryNames, layFile, type Laid, type Place } from '../place.ts';
import { MB, target, type Target } from '../target.ts';
import { goldenFolder, goldenModels, jsonOf, type GoldenModel } from './seeds.ts';

interface Folder {
  readonly model: GoldenModel;
  readonly files: readonly (readonly [string, Laid])[];
}

async function ask(directory: string): Promise<void> {
  const { inspection } = await inspectCheckpoint(directory);
  if (!inspection.supported && inspection.reason === undefined)
    throw new Error('not supported, and no reason');
  const checkpoint = await openCheckpoint(directory);
  const tokenizer = createTokenizer(checkpoint.tokenizer);
  const prompt = {
    checkpoint,
    tokenizer,
    question: 'What is on the table?',
    imageLengths: [checkpoint.spec.vision.patches],
  };
  buildPrompt(prompt);
  tokenizer.decode([0, 1, 5, 17, tokenizer.size - 1, tokenizer.size + 5]);
}

async function run({ model, files }: Folder, place: Place): Promise<void> {
  const from = goldenFolder(model);
  for (const name of await readdir(from)) await copyFile(join(from, name), join(place.folder, name));
  for (const [name, content] of files) {
    await rm(join(place.folder, name), { force: true });
    await layFile(
      place,
      name,
      typeof content === 'string' ? content.replaceAll('{outside}', place.outside) : content,
    );
  }
  await ask(place.folder);
}

/** The files of all golden models that are of one kind, each with its model. */
async function all(names: readonly string[]): Promise<readonly (readonly [GoldenModel, string])[]> {
  const found = await Promise.all(
    goldenModels.map(async (model) =>
      (await readdir(goldenFolder(model)))
        .filter((name) => names.includes(name))
        .map((name) => [model, name] as const),
    ),
  );
  return found.flat();
}

async function hostileFiles(names: readonly string[]): Promise<fc.Arbitrary<Folder>> {
  const each = await Promise.all(
    (await all(names)).map(async ([model, name]) =>
      hostileJson([await jsonOf(join(goldenFolder(model), name))]).map((content): Folder => ({
        model,
        files: [[name, content]],
      })),
    ),
  );
  return fc.oneof(...each);
}

const limits = { mostBytes: 1500 * MB, mostCpu: 60_000 };
const json = (name: string, files: readonly string[]): Target =>
  target({ name, inputs: () => hostileFiles(files), run, ...limits });

const index = 'model.safetensors.index.json';
const weights = 'model-00001-of-00002.safetensors';
const everyFile = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'generation_config.json',
  'processor_config.json',
  'preprocessor_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'chat_template.json',
  'chat_template.jinja',
  'chat_templates/default.jinja',
  'chat_templates',
  weights,
  index,
  'model.safetensors',
  'video_preprocessor_config.json',
  'tokenizer.model',
  'adapter_config.json',
];
const ways = [
  ...canaryNames.map((name) => `{outside}/${name}`),
  '{outside}',
  '../outside/canary.json',
  '/dev/zero',
  '/proc/self/environ',
  '.',
  '..',
  'config.json',
  'nowhere',
  '/',
  '/etc/passwd',
];

export const folderTargets: readonly Target[] = [
  json('config', ['config.json']),
  json('processor', [
    'preprocessor_config.json',
    'processor_config.json',
    'video_preprocessor_config.json',
    'generation_config.json',
  ]),
  json('tokenizer', ['tokenizer.json']),
  json('tokenizer-config', ['tokenizer_config.json', 'special_tokens_map.json', 'chat_template.json']),
  json('index', [index]),
  target({
    name: 'template',
    inputs: async () => {
      const seeds = await Promise.all(
        (await all(['chat_template.jinja', 'chat_template.json'])).map(async ([model, name]) => {
          const text = await readFile(join(goldenFolder(model), name), 'utf8');
          return name.endsWith('.json')
            ? String((JSON.parse(text) as Record<string, unknown>)['chat_template'])
            : text;
        }),
      );
      return hostileTemplate(seeds).map((content): Folder => ({
        model: 'llava15-siglip',
        files: [['chat_template.jinja', content]],
      }));
    },
    run,
    ...limits,
  }),
  target({
    name: 'weights',
    inputs: async () => {
      const bytes = await readFile(join(goldenFolder('llava-next'), weights));
      return hostileBytes([bytes], tensors).map((content): Folder => ({
        model: 'llava-next',
        files: [[weights, content]],
      }));
    },
    run,
    ...limits,
  }),
  target({
    name: 'links',
    inputs: () =>
      Promise.resolve(
        fc.record({
          model: fc.constantFrom(...goldenModels),
          files: fc
            .array(
              fc.tuple(
                fc.constantFrom(...everyFile),
                fc.constantFrom(...ways).map((link) => ({ link })),
              ),
              { minLength: 1, maxLength: 3 },
            )
            .map((files) => [
              ...new Map(
                files.filter(
                  ([name]) =>
                    name !== 'chat_templates/default.jinja' ||
                    !files.some(([other]) => other === 'chat_templates'),
                ),
              ),
            ]),
        }),
      ),
    run,
    ...limits,
  }),
];
