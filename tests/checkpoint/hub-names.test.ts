import { cp, mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolders, ownCache } from '../../src-engine/checkpoint/hub-cache.ts';
import { findModel } from '../../src-engine/checkpoint/hub-names.ts';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { emptyFolder, goldenModel, rejection } from '../support/scratch.ts';

const commit = 'a'.repeat(40);
const other = 'b'.repeat(40);

interface Downloaded {
  readonly cache: string;
  readonly repository: string;
  readonly environment: { readonly HF_HUB_CACHE: string };
}

/** A cache as huggingface_hub lays it out, with `org/name` in it. */
async function downloaded(...commits: readonly string[]): Promise<Downloaded> {
  const cache = await emptyFolder();
  const repository = join(cache, 'models--org--name');
  await mkdir(join(repository, 'blobs'), { recursive: true });
  for (const each of commits) {
    await mkdir(join(repository, 'snapshots', each), { recursive: true });
    await writeFile(join(repository, 'snapshots', each, 'config.json'), '{}');
  }
  return { cache, repository, environment: { HF_HUB_CACHE: cache } };
}

async function mainIs(repository: string, commitOfMain: string): Promise<void> {
  await mkdir(join(repository, 'refs'), { recursive: true });
  await writeFile(join(repository, 'refs', 'main'), commitOfMain);
}

describe("a model's name on the hub", () => {
  it('is the snapshot of its main branch in the download cache', async () => {
    const { repository, environment } = await downloaded(commit, other);
    await mainIs(repository, other);
    expect(await findModel('org/name', environment)).toBe(join(repository, 'snapshots', other));
  });

  it('is the only snapshot where the cache does not say which is the main branch', async () => {
    const { repository, environment } = await downloaded(commit);
    expect(await findModel('org/name', environment)).toBe(join(repository, 'snapshots', commit));
  });

  it('opens as the folder does, and keeps its name', async () => {
    const { repository, environment } = await downloaded(commit);
    await cp(goldenModel('llava15-clip'), join(repository, 'snapshots', commit), { recursive: true });
    const { directory, spec } = await openCheckpoint(await findModel('org/name', environment));
    expect(directory).toBe(join(repository, 'snapshots', commit));
    expect(spec.name).toBe('org/name');
  });

  it('gives way to a folder at that path, as in transformers', async () => {
    const { environment } = await downloaded(commit);
    expect(await findModel('tests/fixtures', environment)).toBe(resolve('tests/fixtures'));
  });

  it.each(['./name', '../name', '/org/name', 'org/name/more', 'name', 'org/', '/', '-a/b', 'a b/c', '..\\a'])(
    'is nothing like %s, which is a path',
    async (given) => {
      const { environment } = await downloaded(commit);
      expect(await findModel(given, environment)).toBe(resolve(given));
    },
  );

  it('is said to be in no cache, with what to do', async () => {
    const { cache, environment } = await downloaded();
    expect(await rejection(findModel('org/absent', environment))).toEqual({
      code: 'bad-input',
      message: `There is no model folder '${resolve('org/absent')}', and 'org/absent' is not in the download cache '${cache}'; give the folder that holds config.json, or to download that model, run dymu download org/absent.`,
    });
  });

  it.each(['https://huggingface.co/org/name', 'https://huggingface.co/org/name/tree/main', 'hf.co/org/name'])(
    'is found in the address %s, which is no folder',
    async (given) => {
      const { environment } = await downloaded(commit);
      expect((await rejection(findModel(given, environment))).message).toBe(
        `'${given}' is a page, and nothing is downloaded; to download that model, run dymu download org/name, then give org/name.`,
      );
    },
  );

  it('is taken without a revision, with what to do for one', async () => {
    const empty = await downloaded();
    expect(await rejection(findModel('org/absent@v2', empty.environment))).toEqual({
      code: 'bad-input',
      message: `'org/absent@v2' asks for a revision, and a name on the hub is taken without one; to download it, run dymu download org/absent@v2, then give the folder that it prints.`,
    });
    const { repository, environment } = await downloaded(commit);
    expect((await rejection(findModel('org/name@main', environment))).message).toContain(
      `; give the folder of a version that is in the download cache ('${join(repository, 'snapshots', commit)}').`,
    );
  });

  it('is offered as its twin where its own repository holds pickles', async () => {
    const { environment } = await downloaded();
    expect((await rejection(findModel('liuhaotian/llava-v1.5-7b', environment))).message).toMatch(
      /run dymu download llava-hf\/llava-1\.5-7b-hf, which holds the same weights in a form that is read here\.$/u,
    );
    expect((await rejection(findModel('someone/llava-v1.5-7b', environment))).message).toMatch(
      /run dymu download someone\/llava-v1\.5-7b\.$/u,
    );
  });

  it('is said to have no files yet where only pieces have come', async () => {
    const { repository, environment } = await downloaded();
    expect(await rejection(findModel('org/name', environment))).toEqual({
      code: 'bad-checkpoint',
      message: `'org/name' has no files in the download cache yet ('${repository}'); to finish its download, run dymu download org/name.`,
    });
  });

  it('is said to lack config.json where that has not come', async () => {
    const { repository, environment } = await downloaded();
    const snapshot = join(repository, 'snapshots', commit);
    await mkdir(snapshot, { recursive: true });
    expect(await rejection(findModel('org/name', environment))).toEqual({
      code: 'bad-checkpoint',
      message: `'org/name' is in the download cache without its config.json ('${snapshot}'); to finish its download, run dymu download org/name.`,
    });
  });

  it('is not guessed among several versions', async () => {
    const { repository, environment } = await downloaded(commit, other);
    expect(await rejection(findModel('org/name', environment))).toEqual({
      code: 'bad-input',
      message: `'org/name' is in the download cache in 2 versions, none of which is its main branch ('${repository}'); give the folder of one of them, under snapshots.`,
    });
  });
});

// huggingface_hub 1.x, constants.py: HF_HUB_CACHE, then HUGGINGFACE_HUB_CACHE, then hub in HF_HOME, then in XDG_CACHE_HOME/huggingface.
describe('the download cache', () => {
  it.each([
    [{}, join(homedir(), '.cache', 'huggingface', 'hub')],
    [{ XDG_CACHE_HOME: '/x' }, join('/x', 'huggingface', 'hub')],
    [{ XDG_CACHE_HOME: '/x', HF_HOME: '/h' }, join('/h', 'hub')],
    [{ HF_HOME: '/h', HUGGINGFACE_HUB_CACHE: '/old' }, '/old'],
    [{ HF_HOME: '/h', HUGGINGFACE_HUB_CACHE: '/old', HF_HUB_CACHE: '/new' }, '/new'],
    [{ HF_HUB_CACHE: '', HF_HOME: '' }, join(homedir(), '.cache', 'huggingface', 'hub')],
    [{ HF_HUB_CACHE: '~/models' }, `${homedir()}/models`],
    [{ HF_HUB_CACHE: '$DISK/${USER}/$NONE', DISK: '/d', USER: 'me' }, '/d/me/$NONE'],
  ])('of %j is %s', (environment, folder) => {
    expect(ownCache(environment)).toBe(folder);
  });

  it('that a model was opened from comes before the own one', () => {
    const environment = { HF_HUB_CACHE: '/own' };
    expect(cacheFolders('/other/models--a--b/snapshots/1', environment)).toEqual(['/other', '/own']);
    expect(cacheFolders('/own/models--a--b/snapshots/1', environment)).toEqual(['/own']);
    expect(cacheFolders('/somewhere/else', environment)).toEqual(['/own']);
  });
});
