/** What the engine is asked for one pane: about the pictures as they were read when the question was asked. */
import type { AnswerRequest, ImageSource } from '../../src-engine/engine.ts';
import { readAs } from '../state/reading.ts';
import type { Asked } from '../state/run.ts';
import type { ShelfImage } from '../state/shelf-slice.ts';

/** @param images as they were opened, in the order of the question */
export function answerRequest(images: readonly ImageSource[], asked: Asked): AnswerRequest {
  const { question, reduction, virtualUnmerging, sampling, reading = {}, pictures, video, earlier } = asked;
  const read = images.map((image, index) => readAs(image, pictures?.[index]?.reading ?? reading));
  return {
    visual: video === true ? { kind: 'video', frames: read } : { kind: 'images', images: read },
    question,
    ...(earlier === undefined ? {} : { earlier }),
    reduction,
    virtualUnmerging,
    ...(sampling === undefined ? {} : { sampling }),
  };
}

/** The pictures that an answer is about, in its order; null where one of them has been closed. */
export function picturesOf(
  { pictures }: Pick<Asked, 'pictures'>,
  images: readonly ShelfImage[],
  key: string,
): readonly ImageSource[] | null {
  const ids = pictures?.map(({ id }) => id) ?? [key];
  const sources = ids.flatMap((id) => images.find((image) => image.id === id)?.source ?? []);
  return sources.length === ids.length ? sources : null;
}
