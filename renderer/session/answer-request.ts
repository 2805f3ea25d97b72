/** What the engine is asked for one pane: about the picture as it was read when the question was asked. */
import type { AnswerRequest, ImageSource } from '../../src-engine/engine.ts';
import { readAs } from '../state/reading.ts';
import type { Asked } from '../state/run.ts';

export function answerRequest(
  image: ImageSource,
  { question, reduction, virtualUnmerging, sampling, reading = {} }: Asked,
): AnswerRequest {
  return {
    visual: { kind: 'images', images: [readAs(image, reading)] },
    question,
    reduction,
    virtualUnmerging,
    ...(sampling === undefined ? {} : { sampling }),
  };
}
