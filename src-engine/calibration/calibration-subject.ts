/** What calibration files and the like have in common: their refusal, and how long one may be. */
import { readText } from '../files/bounded-file.ts';
import type { Subject } from '../files/refusal.ts';

export const largestFile = 16 * 2 ** 20; // bytes; a curve of 100 points over 100 layers has 0.3 MB

export function calibrationSubject(file: string): Subject {
  return { file, code: 'bad-calibration', remedy: { kind: 'calibrate-again' } };
}

/** Throws EngineError `bad-calibration` for what cannot be read. */
export function readCalibrationText(path: string): Promise<string> {
  return readText(path, largestFile, { ...calibrationSubject(path), remedy: 'choose another file' });
}
