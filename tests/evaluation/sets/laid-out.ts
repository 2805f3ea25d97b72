/** Lays a question set out in a folder of its own: files by path, images as empty files, for nobody opens them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, onTestFinished } from 'vitest';
import { readSet } from '../../../src-engine/evaluation/read-set.ts';
import type { QuestionsRequest } from '../../../src-engine/engine.ts';

export function layOut(files: Readonly<Record<string, unknown>>, images: readonly string[] = []): string {
  // A folder within one of its own: what lies beside the folder of a chosen file is looked at too.
  const around = mkdtempSync(join(tmpdir(), 'dymu-set-'));
  const forget = () => rmSync(around, { recursive: true, force: true });
  if (expect.getState().currentTestName === undefined) afterAll(forget);
  else onTestFinished(forget);
  const folder = join(around, 'set');
  mkdirSync(folder);
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
