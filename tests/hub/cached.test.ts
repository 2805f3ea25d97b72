import { mkdir, readdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hubModels, removeHubModel } from '../../src-engine/hub/cached.ts';
import { emptyFolder, rejection } from '../support/scratch.ts';
import { fetchModel, filesBelow } from './downloading.ts';
import { commitOf, hubForTest } from './fake-hub.ts';
import { bytesOf, neededFiles, shards, smallModel } from './small-model.ts';

const start = async () => ({
  hub: await hubForTest({ 'org/model': smallModel }),
  cache: await emptyFolder(),
});

describe('the models of the download cache', () => {
  it('are listed with their bytes, licence and versions, and whether they are whole', async () => {
    const { hub, cache } = await start();
    const { directory } = await fetchModel(hub, { cache });
    const { models } = await hubModels(cache);
    expect(models).toMatchObject([
      {
        name: 'org/model',
        licence: 'apache-2.0',
        usable: directory,
        versions: [{ commit: smallModel.commit, directory, lacks: null, own: true }],
      },
    ]);
    const needed = neededFiles.reduce((sum, path) => sum + (smallModel.files[path]?.length ?? 0), 0);
    expect(models[0]?.bytes).toBeGreaterThanOrEqual(needed);
    expect(models[0]?.bytes).toBeLessThan(needed + 500);
  });

  it('name what one that was broken off lacks', async () => {
    const { hub, cache } = await start();
    hub.misbehave = ({ server }, response) => {
      if (server === 'store') response.writeHead(404).end();
      return server === 'store';
    };
    await rejection(fetchModel(hub, { cache }));
    expect((await hubModels(cache)).models).toMatchObject([
      { usable: null, versions: [{ lacks: shards[0], own: true }] },
    ]);
  });

  it('are none where there is no cache', async () => {
    const cache = join(await emptyFolder(), 'none');
    expect(await hubModels(cache)).toEqual({ cache, models: [] });
  });
});

describe('taking a model away', () => {
  it('frees all that was fetched', async () => {
    const { hub, cache } = await start();
    await fetchModel(hub, { cache });
    const { freedBytes, versions } = await removeHubModel(cache, { name: 'org/model' }, undefined);
    expect(versions).toBe(0);
    expect(freedBytes).toBeGreaterThan(170_000);
    expect([...(await filesBelow(cache)).keys()]).toEqual([]);
  });

  it('leaves what another program has fetched, and every blob that it uses', async () => {
    const { hub, cache } = await start();
    await fetchModel(hub, { cache });
    const repository = join(cache, 'models--org--model');
    // Links straight to the blobs, as another program makes them.
    const other = join(repository, 'snapshots', commitOf('e'));
    await mkdir(other);
    for (const name of neededFiles.filter((path) => path !== shards[1])) {
      await symlink(
        await readlink(join(repository, 'snapshots', smallModel.commit, name)),
        join(other, name),
      );
    }
    await writeFile(join(repository, 'blobs', 'foreign'), bytesOf('foreign', 70_001));
    await symlink('../../blobs/foreign', join(other, shards[1]));

    expect(await removeHubModel(cache, { name: 'org/model' }, undefined)).toMatchObject({ versions: 1 });
    expect([...(await filesBelow(other)).keys()]).toEqual([...neededFiles]);
    expect(await readdir(join(repository, 'blobs'))).toHaveLength(7);
    expect(await readdir(join(repository, 'refs'))).toEqual([]);
  });

  it('is refused for one that others have fetched, unless that is said', async () => {
    const { cache } = await start();
    const snapshot = join(cache, 'models--org--other', 'snapshots', commitOf('f'));
    await mkdir(snapshot, { recursive: true });
    await writeFile(join(snapshot, 'config.json'), '{}');
    expect((await rejection(removeHubModel(cache, { name: 'org/other' }, undefined))).message).toBe(
      "'org/other' was fetched by another program; say that it may be removed all the same.",
    );
    await removeHubModel(cache, { name: 'org/other', others: true }, undefined);
    expect((await hubModels(cache)).models).toEqual([]);
  });

  it('is refused for the one in use, for one that is not there, and for what is no name', async () => {
    const { hub, cache } = await start();
    const { directory } = await fetchModel(hub, { cache });
    const message = async (name: string, loaded?: string) =>
      (await rejection(removeHubModel(cache, { name }, loaded))).message;
    expect(await message('org/model', directory)).toBe("'org/model' is in use; use another model first.");
    expect(await message('org/none')).toContain('is not in the download cache');
    expect(await message('../model')).toContain('is not in the download cache');
    expect([...(await filesBelow(directory)).keys()]).toEqual([...neededFiles]);
  });
});
