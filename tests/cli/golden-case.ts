/** The golden case llava15-clip as the command line meets it: a model folder, an image, thresholds; and damaged copies of them. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createEngine } from '../../src-engine/create-engine.ts';
import { cli, type CliResult } from './harness.ts';

const folder = fileURLToPath(new URL('../fixtures/golden/llava15-clip', import.meta.url));
export const otherModel = fileURLToPath(new URL('../fixtures/golden/llava15-siglip/model', import.meta.url));

export const golden = {
  model: join(folder, 'model'),
  image: join(folder, 'image.png'),
  thresholds: join(folder, 'thresholds.json'),
  find: join(folder, 'find'),
  question: 'What is in the picture?',
};

/** The command line in this process with the real engine. */
export async function dymu(argv: readonly string[]): Promise<CliResult> {
  return cli(argv, { createEngine });
}

/** A copy of the model in `at` that may be damaged. */
export function copyModel(at: string): string {
  const copy = join(at, 'model');
  mkdirSync(copy);
  cpSync(golden.model, copy, { recursive: true });
  return copy;
}

/** Rewrites a JSON file of a copied model. */
export function editJson(path: string, edit: (json: Record<string, unknown>) => void): void {
  const json = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8')));
  edit(json);
  writeFileSync(path, JSON.stringify(json));
}
