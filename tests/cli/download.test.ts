import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import { hubForTest, type FakeModel } from '../hub/fake-hub.ts';
import { smallModel } from '../hub/small-model.ts';
import { emptyFolder, goldenModel } from '../support/scratch.ts';
import { cli, type CliResult } from './harness.ts';

/** A real model of a few kilobytes, as a repository. */
async function realModel(): Promise<FakeModel> {
  const folder = goldenModel('llava15-clip');
  const names = await readdir(folder);
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(join(folder, name))] as const),
  );
  return { commit: 'd'.repeat(40), licence: 'mit', files: Object.fromEntries(files) };
}

async function surroundings(models: Readonly<Record<string, FakeModel>>) {
  const hub = await hubForTest(models);
  const [cache, data] = [await emptyFolder(), await emptyFolder()];
  vi.stubEnv('HF_ENDPOINT', hub.endpoint);
  vi.stubEnv('HF_HUB_CACHE', cache);
  vi.stubEnv('HF_HOME', cache);
  const run = (...words: readonly string[]): Promise<CliResult> =>
    cli(words, {
      createEngine: (asked) => createEngine({ ...asked, dataDirectory: data, cacheDirectory: data }),
    });
  return { hub, cache, run };
}

afterEach(() => vi.unstubAllEnvs());

describe('dymu download', () => {
  it('fetches a model that --model finds by its name afterwards', async () => {
    const { run, cache } = await surroundings({ 'org/small': await realModel() });
    const { status, out, err } = await run('download', 'https://huggingface.co/org/small');
    const directory = join(cache, 'models--org--small', 'snapshots', 'd'.repeat(40));
    expect([status, out]).toEqual([0, `${directory}\n`]);
    expect(err).toMatch(
      /came; the model has \d+ files, every one held against the hub’s hash when it came or now\. Use it with --model org\/small\.\n$/u,
    );
    const inspected = await run('inspect', 'org/small', '--json');
    expect(JSON.parse(inspected.out)).toMatchObject({ family: 'llava', supported: true });
  });

  it('only lists with --list: files, licence, what the model needs', async () => {
    const { run, cache, hub } = await surroundings({ 'org/small': await realModel() });
    const { status, out } = await run('download', 'org/small', '--list');
    expect(status).toBe(0);
    expect(out).toMatch(/^licence\s+mit$/mu);
    expect(out).toMatch(/^family\s+llava$/mu);
    expect(out).toMatch(/^memory, int4\s+\d+(\.\d+)? MB, fits$/mu);
    expect(out).toMatch(/^model\.safetensors\s+\S+ \S+\s+to fetch$/mu);
    expect(await readdir(cache)).toEqual([]);
    expect(hub.seen.some(({ path }) => path.endsWith('.safetensors'))).toBe(false);
  });

  it('says the same memory before the download as inspect says after it', async () => {
    const { run } = await surroundings({ 'org/small': await realModel() });
    const plan: unknown = JSON.parse((await run('download', 'org/small', '--list', '--json')).out);
    await run('download', 'org/small', '--quiet');
    const inspected: unknown = JSON.parse((await run('inspect', 'org/small', '--json')).out);
    const needed = (value: unknown) => JSON.stringify(value).match(/"precision":"fp32","needed":(\d+)/u)?.[1];
    expect(needed(plan)).toBeDefined();
    expect(needed(plan)).toBe(needed(inspected));
  });

  it('says with --json what has come, and the second time that nothing had to', async () => {
    const { run } = await surroundings({ 'org/model': smallModel });
    const first: unknown = JSON.parse((await run('download', 'org/model', '--json', '--quiet')).out);
    expect(first).toMatchObject({ name: 'org/model', files: 7, repaired: [] });
    const second = await run('download', 'org/model', '--json');
    expect(JSON.parse(second.out)).toMatchObject({ fetchedBytes: 0 });
    expect(second.err).toContain('All of it was here already');
  });

  it('says beforehand that a model will not run here', async () => {
    const files = { ...smallModel.files, 'config.json': Buffer.from('{"model_type":"qwen3_5"}') };
    const { run } = await surroundings({ 'org/model': { ...smallModel, files } });
    expect((await run('download', 'org/model')).err).toContain('It will not run here: ');
  });

  it.each([
    [['download', 'gpt2'], /^'gpt2' names no organisation/u],
    [['download', 'org/none'], /knows no model 'org\/none', or keeps it for its owners/u],
    [['download', 'org/model', '--revision', 'old'], /^'org\/model' has no revision 'old'/u],
  ])('%j fails with one sentence', async (words, sentence) => {
    const { run } = await surroundings({ 'org/model': smallModel });
    const { status, out, err } = await run(...words);
    expect([status, out]).toEqual([1, '']);
    expect(err).toMatch(sentence);
    expect(err.trimEnd()).not.toContain('\n');
  });

  it('asks nobody where HF_HUB_OFFLINE says so', async () => {
    const { run, hub } = await surroundings({ 'org/model': smallModel });
    vi.stubEnv('HF_HUB_OFFLINE', '1');
    expect((await run('download', 'org/model')).err).toBe(
      'The hub is not asked, because HF_HUB_OFFLINE says to stay offline; unset HF_HUB_OFFLINE, or use a model that is on this computer.\n',
    );
    expect(hub.seen).toEqual([]);
  });
});
