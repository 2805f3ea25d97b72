import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAnswerStore } from '../../src-engine/evaluation/answer-store.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dymu-answers-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const cat = { text: 'A cat.', tokens: 40, cut: false };
const dog = { text: 'A "dog"\n', tokens: 41, cut: true };

async function filled(name: string): Promise<string> {
  const file = join(folder, 'answers', `${name}.jsonl`);
  const store = await openAnswerStore(file, false);
  await store.put('one', cat);
  await store.put('two', dog);
  await store.close();
  return file;
}

describe('the answer store', () => {
  it('brings back what was put, in this run and the next', async () => {
    const file = await filled('next');
    const store = await openAnswerStore(file, true);
    expect(store.get('one')).toEqual(cat);
    expect(store.get('two')).toEqual(dog);
    expect(store.get('three')).toBeUndefined();
    await store.put('one', dog);
    expect(store.get('one')).toEqual(dog);
    await store.close();
  });

  it('asks anew unless it is to resume, and yet loses no answer that others may want', async () => {
    const file = await filled('anew');
    const store = await openAnswerStore(file, false);
    expect(store.get('one')).toBeUndefined();
    await store.put('one', dog);
    await store.close();
    const later = await openAnswerStore(file, true);
    expect([later.get('one'), later.get('two')]).toEqual([dog, dog]);
    await later.close();
  });

  it('is added to by two at a time', async () => {
    const file = await filled('shared');
    const first = await openAnswerStore(file, true);
    const second = await openAnswerStore(file, false);
    await first.put('three', cat);
    await second.put('four', dog);
    await first.put('five', cat);
    await Promise.all([first.close(), second.close()]);
    const later = await openAnswerStore(file, true);
    expect(['one', 'two', 'three', 'four', 'five'].map((key) => later.get(key))).toEqual([
      cat,
      dog,
      cat,
      dog,
      cat,
    ]);
    await later.close();
  });

  it('finds answers of any length among many thousand, also those that another process adds meanwhile', async () => {
    const file = await filled('many');
    const text = (number: number) => `${'é'.repeat(number % 700)} ${number}`;
    const lines = Array.from({ length: 5000 }, (_, number) =>
      JSON.stringify({ key: `key ${number}`, text: text(number), tokens: number, cut: false }),
    );
    appendFileSync(file, `${lines.join('\n')}\n`);
    const store = await openAnswerStore(file, true);
    for (const number of [0, 1, 699, 2500, 4999])
      expect(store.get(`key ${number}`)).toEqual({ text: text(number), tokens: number, cut: false });
    expect(store.get('later')).toBeUndefined();
    appendFileSync(file, `${JSON.stringify({ key: 'later', ...cat })}\n{"key":"half`);
    expect(store.get('later')).toEqual(cat);
    expect(store.get('half')).toBeUndefined();
    await store.close();
  });

  it('loses only the line that an interruption left half written', async () => {
    const file = await filled('half');
    truncateSync(file, readFileSync(file).byteLength - 5);
    const store = await openAnswerStore(file, true);
    expect(store.get('one')).toEqual(cat);
    expect(store.get('two')).toBeUndefined();
    await store.put('three', dog);
    await store.close();
    const later = await openAnswerStore(file, true);
    expect([later.get('one'), later.get('three')]).toEqual([cat, dog]);
    await later.close();
  });

  it('takes no line on trust', async () => {
    const file = await filled('strange');
    appendFileSync(
      file,
      '{"key":"three","text":7}\nnull\n\n{"key":"four","text":"","tokens":-1,"cut":false}\n',
    );
    const store = await openAnswerStore(file, true);
    expect(store.get('three')).toBeUndefined();
    expect(store.get('four')).toBeUndefined();
    expect(store.get('two')).toEqual(dog);
    await store.close();
  });

  it('takes nothing from a file of another kind or version', async () => {
    const file = await filled('version');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"version":1', '"version":2'));
    const store = await openAnswerStore(file, true);
    expect(store.get('one')).toBeUndefined();
    await store.close();
  });

  it('is not made anew where it cannot be read', async () => {
    const file = join(folder, 'a-folder.jsonl');
    mkdirSync(join(file, 'inside'), { recursive: true });
    await expect(openAnswerStore(file, true)).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('says where answers cannot be kept', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    await expect(openAnswerStore(join(file, 'x.jsonl'), false)).rejects.toMatchObject({
      code: 'bad-input',
      message: `Answers cannot be kept in '${join(file, 'x.jsonl')}'; free space there, or name another folder with DYMU_CACHE.`,
    });
  });
});
