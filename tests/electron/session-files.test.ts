import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSessionPlaces, readSessionFile, writeSessionFile } from '../../electron/session-files.ts';
import { findPictures } from '../../electron/session-pictures.ts';
import type { SessionDocument } from '../../src-engine/session-file/document.ts';
import { sampleRun, sampleSession } from '../session-file/samples.ts';

let folder = '';
let session: SessionDocument;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dymu-session-'));
  await writeFile(join(folder, 'a.png'), 'bytes of a');
  session = {
    ...sampleSession,
    pictures: [
      { key: '0', name: 'anchor', from: { kind: 'sample', file: 'anchor.png' } },
      { key: '1', name: 'a.png', from: { kind: 'file', path: join(folder, 'a.png') } },
      { key: '2', name: 'pasted', from: { kind: 'beside', id: 'pasted#1' } },
    ],
    choices: { ...sampleSession.choices, selected: '1' },
    answers: { 1: { full: sampleRun, merged: { kind: 'idle' } } },
  };
});
afterEach(() => rm(folder, { recursive: true }));

const beside = new Map([['pasted#1', Buffer.from('bytes of the pasted one')]]);
const path = () => join(folder, 'mine.dymu-session');
const save = (inside: boolean, changes: Partial<Parameters<typeof writeSessionFile>[0]> = {}) =>
  writeSessionFile({
    ...{ session, inside, beside, application: '1.2.3', mayRead: () => true, path: path() },
    ...changes,
  });

/** A computer on which nobody has chosen anything. */
function stranger() {
  const proved: string[] = [];
  return {
    proved,
    rules: {
      mayRead: () => false,
      proved: (file: string) => Promise.resolve(void proved.push(file)),
    },
  };
}

describe('a session file', () => {
  it('has the bytes of an animation once, whichever of its frames are in it', async () => {
    const frame = (index: number) => ({ video: 'v', name: 'v.gif', index, total: 9, animated: true });
    const gif = { kind: 'file', path: join(folder, 'a.png') } as const;
    const pictures = [0, 3, 6].map((index) => ({
      key: String(index),
      name: `v.gif, frame ${index}`,
      from: gif,
      frame: frame(index),
    }));
    await save(true, { session: { ...session, pictures, choices: sampleSession.choices, answers: {} } });
    const text = await readFile(path(), 'utf8');
    expect(text.split(Buffer.from('bytes of a').toString('base64'))).toHaveLength(2);
    const read = await readSessionFile(path());
    expect(read.pictures.map(({ frame: at }) => at?.index)).toEqual([0, 3, 6]);
    const { left, bytes } = await findPictures(read, new Map(), stranger().rules);
    expect(left).toEqual([]);
    expect(bytes.map(({ bytes: found }) => Buffer.from(found).toString())).toEqual(
      new Array(3).fill('bytes of a'),
    );
    expect(bytes[1]?.bytes).toBe(bytes[0]?.bytes); // in memory once, too
  });

  it('opens on another computer with the pictures that are inside', async () => {
    expect(await save(true)).toEqual({ left: [] });
    await rm(join(folder, 'a.png'));
    const read = await readSessionFile(path());
    expect(read.answers).toEqual(session.answers);
    expect(read.made).toMatchObject({ application: '1.2.3' });
    const { left, bytes } = await findPictures(read, new Map(), stranger().rules);
    expect(left).toEqual([]);
    expect(bytes.map(({ key, bytes: found }) => [key, Buffer.from(found).toString()])).toEqual([
      ['1', 'bytes of a'],
      ['2', 'bytes of the pasted one'],
    ]);
  });

  it('finds pictures by their paths where they are as they were, and says of the others why not', async () => {
    await save(false);
    const read = await readSessionFile(path());
    expect((await readFile(path(), 'utf8')).includes(Buffer.from('bytes of a').toString('base64'))).toBe(
      false,
    );
    const { rules, proved } = stranger();
    expect((await findPictures(read, new Map(), rules)).left).toEqual([]);
    expect(proved).toEqual([join(folder, 'a.png')]);
    await writeFile(join(folder, 'a.png'), 'bytes of b');
    const changed = stranger();
    expect((await findPictures(read, new Map(), changed.rules)).left).toEqual([
      { key: '1', name: 'a.png', why: 'its file has changed since' },
    ]);
    await rm(join(folder, 'a.png'));
    await mkdir(join(folder, 'a.png'));
    expect((await findPictures(read, new Map(), changed.rules)).left[0]?.why).toBe(
      'there is something else in the place of its file',
    );
    await rm(join(folder, 'a.png'), { recursive: true });
    expect((await findPictures(read, new Map(), changed.rules)).left[0]?.why).toBe('its file is not there');
    expect(changed.proved).toEqual([]);
  });

  it('names the pictures that could not be read, and keeps the rest', async () => {
    await rm(join(folder, 'a.png'));
    expect(await save(true, { beside: new Map() })).toEqual({ left: ['a.png', 'pasted'] });
    const read = await readSessionFile(path());
    expect(read.pictures.map(({ name }) => name)).toEqual(['anchor', 'a.png']);
    expect(read.question).toBe(session.question);
  });

  it('holds no picture that the window may not read, and nothing that was said of it', async () => {
    expect(await save(true, { mayRead: () => false })).toEqual({ left: ['a.png'] });
    const read = await readSessionFile(path());
    expect(read.pictures.map(({ name }) => name)).toEqual(['anchor', 'pasted']);
    expect(read.choices.selected).toBeNull();
    expect(read.answers).toEqual({});
  });

  it('replaces the one before whole, or leaves it', async () => {
    await save(false);
    const before = await readFile(path(), 'utf8');
    await expect(save(false, { path: join(path(), 'x') })).rejects.toThrow(/^Cannot write/);
    expect(await readFile(path(), 'utf8')).toBe(before);
  });
});

describe('paths in a file of somebody else', () => {
  const find = async (from: SessionDocument['pictures'][number]['from']) => {
    const { rules, proved } = stranger();
    const { left } = await findPictures(
      { ...session, pictures: [{ key: '0', name: 'x', from }] },
      new Map(),
      rules,
    );
    return { why: left[0]?.why, proved };
  };
  const sum = { bytes: 1, sha256: '0'.repeat(64) };

  it.each([
    ['without a sum', () => join(folder, 'a.png'), {}],
    ['of what is no picture', () => '/etc/passwd', sum],
    ['to another computer', () => '\\\\host\\share\\a.png', sum],
    ['to another computer', () => '//host/share/a.png', sum],
    ['from nowhere', () => '../a.png', sum],
    ['to a device', () => '/dev/zero.png', sum],
    ['to a picture of another content', () => join(folder, 'a.png'), sum],
  ])('open nothing: %s', async (_, place, more) => {
    const { why, proved } = await find({ kind: 'file', path: place(), ...more });
    expect(why).toEqual(expect.any(String));
    expect(proved).toEqual([]);
  });

  it('nor bytes with another sum', async () => {
    const data = Buffer.from('other').toString('base64');
    expect((await find({ kind: 'inside', data, sha256: '0'.repeat(64) })).why).toBe(
      'its bytes in the file are damaged',
    );
  });
});

describe('places to save to', () => {
  it('are known by words that say nothing, the same for the same file', () => {
    const places = createSessionPlaces();
    const place = places.grant('/home/me/a.dymu-session');
    expect(place).not.toContain('/');
    expect(places.grant('/home/me/a.dymu-session')).toBe(place);
    expect(places.pathOf(place)).toBe('/home/me/a.dymu-session');
    expect(places.pathOf('/home/me/.bashrc')).toBeUndefined();
  });
});
