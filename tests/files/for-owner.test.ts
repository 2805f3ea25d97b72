import {
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSettings } from '../../electron/settings.ts';
import { prepareFolder } from '../../src-engine/checkpoint/quantised/copies-folder.ts';
import { openDatabase } from '../../src-engine/database/database.ts';
import { writeAtomically } from '../../src-engine/files/atomic-write.ts';

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** Under a umask that hides nothing. */
describe.skipIf(process.platform === 'win32')('what is kept for the user', () => {
  let folder = '';
  let before = 0;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dymu-owner-'));
    before = process.umask(0);
  });

  afterAll(() => {
    process.umask(before);
    rmSync(folder, { recursive: true, force: true });
  });

  it('is a database, with its log, that nobody else can read', () => {
    const data = join(folder, 'data');
    const database = openDatabase(data);
    expect(mode(data)).toBe('700');
    const files = readdirSync(data);
    expect(files).toContain('dymu.db-wal');
    expect(files.map((name) => [name, mode(join(data, name))])).toEqual(files.map((name) => [name, '600']));
    database.close();
  });

  it('are settings that nobody else can read', async () => {
    const file = join(folder, 'user', 'settings.json');
    const { store } = await openSettings(file);
    await store.update({ theme: 'dark' });
    expect(mode(join(folder, 'user'))).toBe('700');
    expect(mode(file)).toBe('600');
  });

  it('is a cache that nobody else can enter', async () => {
    const cache = join(folder, 'cache', 'quantised');
    await prepareFolder(cache, 1);
    expect(mode(cache)).toBe('700');
    expect(mode(join(folder, 'cache'))).toBe('700');
  });
});

describe.skipIf(process.platform === 'win32')('a file that is written for the user', () => {
  it('takes the place of a link that somebody has planted, and leaves what the link names alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dymu-link-'));
    const victim = join(folder, 'victim.txt');
    writeFileSync(victim, 'whole');
    symlinkSync(victim, join(folder, 'out.csv'));
    await writeAtomically(join(folder, 'out.csv'), 'new');
    expect(readFileSync(victim, 'utf8')).toBe('whole');
    expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe('new');
    rmSync(folder, { recursive: true });
  });
});
