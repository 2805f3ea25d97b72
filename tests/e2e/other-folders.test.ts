/** Folders that are no model for this application, opened from Models one after the other: each says what it is and what to take instead, and the model in use stays. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { editJson, goldenModel, rawTensors, writeJson, writeTensors } from '../support/scratch.ts';
import { explore } from './support/explore.ts';
import { describeWindow, launch, type Launched } from './support/launch.ts';

type Make = (folder: string) => Promise<unknown>;

const withFile =
  (name: string, text = ''): Make =>
  (folder) =>
    writeFile(join(folder, name), text);

const without =
  (made: Make): Make =>
  async (folder) => {
    await cp(goldenModel('llava15-clip'), folder, { recursive: true });
    await rm(join(folder, 'model.safetensors'));
    await made(folder);
  };

/** The linear layers of the language model as MLX writes them in 4 bits. */
async function packAsMlx(file: string): Promise<void> {
  const tensors = await rawTensors(file);
  for (const [name, { shape }] of [...tensors]) {
    const [rows = 0, columns = 0] = shape;
    if (!name.startsWith('language_model') || shape.length !== 2) continue;
    const part = (dtype: 'U32' | 'F16', side: number, bytes: number) => ({
      ...{ dtype, shape: [rows, side], bytes: Buffer.alloc(rows * side * bytes) },
    });
    tensors.set(name, part('U32', columns / 8, 4));
    tensors.set(name.replace('.weight', '.scales'), part('F16', 1, 2));
    tensors.set(name.replace('.weight', '.biases'), part('F16', 1, 2));
  }
  await writeTensors(file, tensors);
}

const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 14000000000\n';
const kinds: readonly (readonly [what: string, make: Make, sentence: RegExp])[] = [
  ['an empty folder', () => Promise.resolve(), /' is empty; give the folder of a model/],
  [
    'a folder of pictures',
    withFile('cat.jpg'),
    /is a folder of 1 picture and no model; open it as a collection/,
  ],
  ['GGUF', withFile('llava-Q4_K.gguf'), /as GGUF .* get the model as safetensors/],
  [
    'MLX of 4 bits',
    async (folder) => {
      await cp(goldenModel('llava15-clip'), folder, { recursive: true });
      await packAsMlx(join(folder, 'model.safetensors'));
      await editJson(folder, 'config.json', { quantization: { group_size: 64, bits: 4 } });
    },
    /MLX.* take the fp16 or bf16 model/,
  ],
  [
    'a LoRA adapter',
    async (folder) => {
      await withFile('adapter_model.safetensors')(folder);
      await writeJson(folder, 'adapter_config.json', { peft_type: 'LORA', base_model_name_or_path: 'a/b' });
    },
    /a LoRA adapter of a\/b .* merge it into that model/,
  ],
  [
    'Mistral’s own format',
    withFile('params.json', '{}'),
    /Mistral's and Meta's own format.* layout of transformers/,
  ],
  [
    'an ONNX export',
    async (folder) => {
      await mkdir(join(folder, 'onnx'));
      await withFile('onnx/decoder_model_merged.onnx')(folder);
    },
    /an ONNX export .* get the model that it was made from/,
  ],
  [
    'a Git LFS pointer',
    without(withFile('model.safetensors', pointer)),
    /'model.safetensors' is a Git LFS pointer .* run "git lfs pull"/,
  ],
  [
    'a folder too high',
    (folder) => cp(goldenModel('llava15-clip'), join(folder, 'llava'), { recursive: true }),
    /is no model folder, but 'llava' in it is one; give /,
  ],
  [
    'an unfinished download',
    without(withFile('model.safetensors.part')),
    /download has not ended .* finish it/,
  ],
  [
    'a web page',
    without(withFile('model.safetensors', '<!doctype html>\n<html lang="en">')),
    /'model.safetensors' is a web page .* download the file itself/,
  ],
];

describeWindow('a folder that is something else', () => {
  let launched: Launched;
  let parent: string;

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'dymu-folders-'));
    launched = await launch();
    await explore(launched.page).ready();
    await launched.page.getByRole('link', { name: 'Models' }).click();
  });

  afterAll(async () => {
    await launched.close();
    await rm(parent, { recursive: true, force: true });
  });

  it.each(kinds)('is told so, announced, with what to take: %s', async (what, make, sentence) => {
    const { app, page } = launched;
    const folder = join(parent, what.replaceAll(/\W+/gu, '-'));
    await mkdir(folder);
    await make(folder);
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, folder);
    await page.getByRole('button', { name: 'Open model folder' }).click();
    const messages = page.getByRole('log', { name: 'Messages' }); // a live region
    const told = messages.getByText(sentence);
    await told.waitFor({ timeout: 30_000 });
    expect(await page.getByRole('article').getByRole('heading').innerText()).toBe('pocket in use');
    expect(await page.getByRole('list', { name: 'Known models' }).innerText()).not.toContain(folder);
    expect(launched.pageErrors).toEqual([]);
  });

  it('and the model in use still encodes', async () => {
    const { page } = launched;
    await page.getByRole('link', { name: 'Explore' }).click();
    const view = explore(page);
    await view.countAfter(() => view.slider.press('End'));
  });
});
