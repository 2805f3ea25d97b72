/** What one may ask a model, as its chat template has places for it: several images, a video, questions that follow up. Runs no model. */
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { Abilities } from '../engine.ts';
import { chatForm, imageMarkOf } from './chat-template.ts';
import { around } from './conversation.ts';
import type { Tokenizer } from './tokenizer.ts';

export function abilitiesOf(
  checkpoint: Pick<Checkpoint, 'spec' | 'chatTemplate' | 'commonForm' | 'family'>,
  { namedTokens }: Pick<Tokenizer, 'namedTokens'>,
): Abilities {
  const { video, vision } = checkpoint.spec;
  const span = vision.freeGrid?.frames;
  const token = imageMarkOf(checkpoint, namedTokens);
  const form = (images: number) => chatForm(checkpoint, { images, token }, namedTokens);
  return {
    questions: true,
    severalImages: renders(() => form(2).render('a').split(token).length - 1 === 2),
    video: video !== undefined,
    ...(video?.frames === undefined ? {} : { frames: video.frames }),
    ...(video === undefined || span === undefined ? {} : { framesPerView: span }),
    followUps: renders(() => around(form(1).render, 3) !== undefined),
  };
}

/** What cannot be rendered is refused, with the reason, when it is asked. */
function renders(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
