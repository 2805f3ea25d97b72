import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledAssets } from '../../src-engine/bundled/assets.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { knownAnswer, trueDescription } from '../../src-engine/judging/known-answers.ts';
import { readTruths } from '../../src-engine/bundled/sample-truths.ts';
import { parseShelf, readShelf } from '../../src-engine/bundled/shelf.ts';

const scene = { kind: 'scene', file: 'samples/a.png', title: 'A', questions: ['What is it?'] };
const shelf = (...pictures: object[]) => JSON.stringify({ version: 1, pictures });

function refused(text: string): EngineError {
  try {
    parseShelf(text, '/assets');
  } catch (cause) {
    if (cause instanceof EngineError) return cause;
  }
  throw new Error('parseShelf did not refuse');
}

describe('parseShelf', () => {
  it('resolves paths and keeps the order', () => {
    const photo = { ...scene, kind: 'photo', file: 'photos/b.jpg', credit: 'Somebody, CC0' };
    expect(parseShelf(shelf(photo, scene), '/assets')).toEqual([
      {
        kind: 'photo',
        path: resolve('/assets/photos/b.jpg'),
        title: 'A',
        questions: ['What is it?'],
        credit: 'Somebody, CC0',
      },
      { kind: 'scene', path: resolve('/assets/samples/a.png'), title: 'A', questions: ['What is it?'] },
    ]);
  });

  it.each([
    '../secret.png',
    '/etc/passwd',
    'samples/../../x.png',
    'samples/..',
    'a/b/c.png',
    'samples\\x.png',
    '',
  ])('refuses the path %j, which is not a file of a folder of the assets', (file) => {
    const error = refused(shelf({ ...scene, file }));
    expect(error.code).toBe('bad-input');
    expect(error.message).toBe(
      `shelf.json: pictures.0.file is '${file}', but must be folder/name.extension; install the application again.`,
    );
  });

  it('refuses a photograph without a credit', () => {
    expect(refused(shelf({ ...scene, kind: 'photo' })).message).toContain('pictures.0.credit is missing');
  });

  it('refuses a version that it does not know, and what is not JSON', () => {
    expect(refused(JSON.stringify({ version: 2, pictures: [scene] })).message).toContain(
      'version is 2, but must be 1',
    );
    expect(refused('{').message).toBe("'shelf.json' is not valid JSON; install the application again.");
    expect(refused('[]').message).toBe(
      'shelf.json is [], but must be an object; install the application again.',
    );
  });
});

describe('readShelf', () => {
  it('refuses a folder without a shelf', async () => {
    await expect(readShelf('/no/such/folder')).rejects.toThrow("'shelf.json' is missing");
  });

  it('knows what is true of every scene that ships, and of no photograph', async () => {
    const pictures = await readShelf(bundledAssets());
    for (const { kind, path, known = [] } of pictures)
      expect(trueDescription(known) !== null, path).toBe(kind === 'scene');
  });

  it('knows the true answer to every question that it suggests for a scene', async () => {
    for (const { questions, known = [], kind } of await readShelf(bundledAssets()))
      if (kind === 'scene')
        expect(questions.filter((question) => knownAnswer(known, question) === null)).toEqual([]);
  });
});

describe('readTruths', () => {
  it('knows nothing where there is no list, and refuses a damaged one', async () => {
    const assets = await mkdtemp(join(tmpdir(), 'dymu-truths-'));
    expect((await readTruths(assets)).size).toBe(0);
    await mkdir(join(assets, 'samples'));
    await writeFile(join(assets, 'samples/samples.json'), '[{"file":"a.webp"}]');
    await expect(readTruths(assets)).rejects.toThrow(
      'samples.json: 0.qa is missing, but must be a list; install the application again.',
    );
    await rm(assets, { recursive: true });
  });
});
