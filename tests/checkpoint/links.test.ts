import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectCheckpoint } from '../../src-engine/checkpoint/inspect.ts';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { emptyFolder, goldenCopy, rejection, type GoldenCase } from '../support/scratch.ts';

/** A model one file of which lies elsewhere and is linked. */
async function linked(name: GoldenCase, file: string, elsewhere: string): Promise<string> {
  const directory = await goldenCopy(name);
  await mkdir(elsewhere, { recursive: true });
  await rename(join(directory, file), join(elsewhere, 'f00d'));
  await symlink(join(elsewhere, 'f00d'), join(directory, file));
  return directory;
}

describe('links of a model folder', () => {
  it.each([
    ['llava15-siglip', 'config.json'],
    ['llava15-siglip', 'tokenizer.json'],
    ['llava15-siglip', 'chat_template.jinja'],
    ['llava15-siglip', 'model.safetensors'],
    ['llava-next', 'model-00002-of-00002.safetensors'],
    ['llava-next', 'model.safetensors.index.json'],
  ] as const)('%s: a %s that leads out of the folder is not read', async (name, file) => {
    const elsewhere = await emptyFolder();
    const directory = await linked(name, file, elsewhere);
    const sentence = `'${file}' is a link to '${elsewhere}/f00d', outside of its folder; copy the file itself into the folder.`;
    expect((await rejection(openCheckpoint(directory))).message).toBe(sentence);
    expect((await rejection(inspectCheckpoint(directory))).message).toBe(sentence);
  });

  it('follows those into the blobs of a download cache, and those that stay', async () => {
    const cache = await emptyFolder();
    for (const [file, elsewhere] of [
      ['config.json', join(cache, 'models--org--name', 'blobs')],
      ['model.safetensors', join(cache, 'models--org--name', 'blobs')],
    ] as const) {
      const directory = await linked('llava15-siglip', file, elsewhere);
      await expect(openCheckpoint(directory)).resolves.toMatchObject({ directory });
    }
    const directory = await goldenCopy('llava15-siglip');
    await rename(join(directory, 'config.json'), join(directory, 'mine.txt'));
    await symlink('mine.txt', join(directory, 'config.json'));
    await expect(openCheckpoint(directory)).resolves.toMatchObject({ directory });
  });

  it('looks at the folder of chat templates and at shards in folders below, too', async () => {
    const elsewhere = await emptyFolder();
    await writeFile(join(elsewhere, 'default.jinja'), '{{ messages }}');
    const directory = await goldenCopy('llava15-siglip');
    await rm(join(directory, 'chat_template.jinja'));
    await mkdir(join(directory, 'chat_templates'));
    await symlink(join(elsewhere, 'default.jinja'), join(directory, 'chat_templates', 'default.jinja'));
    expect((await rejection(openCheckpoint(directory))).message).toMatch(/^'default\.jinja' is a link to /u);
    await rm(join(directory, 'chat_templates'), { recursive: true });
    await symlink(elsewhere, join(directory, 'chat_templates'));
    expect((await rejection(openCheckpoint(directory))).message).toMatch(/^'chat_templates' is a link to /u);
  });

  it('leaves alone what is not read', async () => {
    const directory = await goldenCopy('llava15-siglip');
    await symlink('/etc/hostname', join(directory, 'README.md'));
    await expect(openCheckpoint(directory)).resolves.toMatchObject({ directory });
  });
});
