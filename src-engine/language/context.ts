/** How many tokens an answer may have: prompt and answer share the model's context. */
import { EngineError } from '../errors.ts';

export interface ContextRequest {
  readonly positions: number; // N, full positions of the prompt
  readonly imagePositions: number; // of those, the images'
  readonly maxPositions: number;
  /** Asked for by the user; undefined takes `usual`, or what room is left. */
  readonly requested: number | undefined;
  readonly usual: number;
}

/** Throws `too-long` when the prompt leaves no room, or less than was asked for. */
export function answerLimit(request: ContextRequest): number {
  const { positions, imagePositions, maxPositions, requested, usual } = request;
  const room = maxPositions - positions;
  if (room < 1) {
    throw new EngineError(
      'too-long',
      `The prompt needs ${positions} positions (${imagePositions} of them for images) and the model has ${maxPositions}`,
      { remedy: 'shorten the question or give fewer images' },
    );
  }
  if (requested !== undefined && requested > room) {
    throw new EngineError(
      'too-long',
      `The prompt needs ${positions} positions and ${requested} new tokens do not fit the model's ${maxPositions}`,
      {
        remedy: {
          kind: 'either',
          remedies: [
            { kind: 'fewer-new-tokens', most: room },
            { kind: 'advice', words: 'shorten the question' },
          ],
        },
      },
    );
  }
  return requested ?? Math.min(usual, room);
}
