/** What the engine is asked for one pane. */
import type { AnswerRequest, ImageSource } from '../../src-engine/engine.ts';
import type { Asked } from '../state/run.ts';

export function answerRequest(
  image: ImageSource,
  { question, reduction, virtualUnmerging, sampling }: Asked,
): AnswerRequest {
  return {
    visual: { kind: 'images', images: [image] },
    question,
    reduction,
    virtualUnmerging,
    ...(sampling === undefined ? {} : { sampling }),
  };
}
