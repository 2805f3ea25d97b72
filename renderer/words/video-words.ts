/** What is said of videos: how many frames there are, which were taken and why so many. */
import type { ModelInfo } from '../../src-engine/engine.ts';
import { plural } from '../../src-engine/report/units.ts';

export function animatedWords(name: string, frames: number): string {
  return `${name} has ${frames} frames; the first one is shown.`;
}

/** `8 of 24 frames, evenly spread` */
export function sampledWords(taken: number, total: number): string {
  return taken === total ? `all ${plural(total, 'frame')}` : `${taken} of ${total} frames, evenly spread`;
}

/** Why so many were taken at first. */
export function ruleWords(taken: number, total: number, info: ModelInfo | null): string {
  if (taken === total) return `The video has no more than ${plural(total, 'frame')}.`;
  if (info === null || (info.takes.video && info.takes.frames === undefined))
    return 'The model says no number; eight are usual.';
  if (info.takes.video) return `The model samples ${taken}.`;
  return `${info.name} takes no video: so many images fit into its context with all tokens.`;
}

export function frameWords(index: number, total: number): string {
  return `Frame ${index + 1} of ${total}`;
}

/** `, one view with frame 2`. @param others numbers from 0 */
export function matesWords(others: readonly number[]): string {
  if (others.length === 0) return '';
  const numbers = others.map((index) => index + 1);
  return `, one view with ${numbers.length === 1 ? 'frame' : 'frames'} ${numbers.join(' and ')}`;
}
