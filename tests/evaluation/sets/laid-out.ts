/** Lays a question set out in a folder of its own: files by path, images as empty files, for nobody opens them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { readSet } from '../../../src-engine/evaluation/read-set.ts';
import type { QuestionsRequest } from '../../../src-engine/engine.ts';

const made: string[] = [];

export function layOut(files: Readonly<Record<string, unknown>>, images: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), 'dymu-set-'));
  if (made.length === 0) afterAll(() => made.splice(0).forEach((each) => rmSync(each, { recursive: true })));
  made.push(folder);
  for (const [path, content] of Object.entries(files)) {
    write(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  for (const path of images) write(join(folder, path), '');
  return folder;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** What is read, with the folder taken off its paths. */
export async function read(folder: string, request: Partial<QuestionsRequest> = {}) {
  const set = await readSet({ data: folder, ...request });
  const short = (path: string): string => path.replace(`${folder}/`, '');
  return {
    ...set,
    files: set.files.map(short),
    data: short(set.data),
    refused: set.refused.map(({ file, line, reason }) => [short(file ?? ''), line, reason]),
    questions: set.questions.map((question) => ({ ...question, path: short(question.path) })),
  };
}

export const lines = (...values: readonly unknown[]): string =>
  values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n');
