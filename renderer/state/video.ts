/** Which frames of a video are asked about. Pure. */
import type { ModelInfo } from '../../src-engine/engine.ts';

/** What OneVision's authors show a video with, and what is taken where a checkpoint says nothing. */
export const usualFrames = 8;
export const frameChoices = [2, 4, 8, 16, 32, 64] as const;
const wordsRoom = 128; // positions that question and answer need at least

/** As transformers samples: frame ⌊i · total / count⌋ for i from 0 on. */
export function evenFrames(total: number, count: number): readonly number[] {
  const taken = Math.max(1, Math.min(count, total));
  return Array.from({ length: taken }, (_, index) => Math.floor((index * total) / taken));
}

/** The checkpoint's own number, else the usual one; as images in a row no more than the model's context holds with all tokens. */
export function framesWanted(
  info: Pick<ModelInfo, 'takes' | 'tokensPerView' | 'maxPositions'> | null,
): number {
  if (info === null) return usualFrames;
  if (info.takes.video) return info.takes.frames ?? usualFrames;
  const most = Math.floor((info.maxPositions - wordsRoom) / info.tokensPerView);
  return Math.max(1, Math.min(usualFrames, most));
}
