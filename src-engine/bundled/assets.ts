/** Where the files that ship with the program lie: in the checkout, beside a built file, or where DYMU_ASSETS says. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const marker = path.join('assets', 'pocket', 'config.json');

/** The `assets` folder: nearest one above this file that holds the embedded model. */
export function bundledAssets(): string {
  const told = process.env['DYMU_ASSETS'];
  if (told !== undefined && told !== '') return path.resolve(told);
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, marker)) && path.dirname(folder) !== folder) {
    folder = path.dirname(folder);
  }
  return path.join(folder, 'assets');
}

export const bundledModel = (): string => path.join(bundledAssets(), 'pocket');
export const bundledCalibrations = (): string => path.join(bundledAssets(), 'calibrations');
export const bundledBench = (): string => path.join(bundledAssets(), 'bench', 'questions.jsonl');
