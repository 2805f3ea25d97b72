/** What the scripted engine answers, and how it says that it chose and how long it took. */
import type { AnswerRequest, Decoding, Encoding, ImageRef } from '../../src-engine/engine.ts';
import { sum } from './fake-encoding.ts';
import { hash } from './fake-merging.ts';
import { fakeModel } from './fake-model.ts';

export function picturesOf({ visual }: AnswerRequest): readonly ImageRef[] {
  return visual.kind === 'video' ? visual.frames : visual.images;
}

export function fakeAnswer(request: AnswerRequest, share: number): string {
  const subject = request.question.replace(/[?.!]+$/, '').toLowerCase();
  const count = hash(picturesOf(request).map(nameOf).join('|')) % 7;
  const certainty = share < 0.3 ? 'perhaps' : 'exactly';
  return `Asked ${subject}, I see ${certainty} ${count} shapes in the picture.`;
}

export function nameOf(image: ImageRef): string {
  if (image.kind === 'open') return image.id.slice(image.id.indexOf(':') + 1);
  return image.kind === 'bytes' ? image.name : image.path;
}

export function sumTimings(encodings: readonly Encoding[]) {
  return {
    imageDecodeMs: sum(encodings.map((encoding) => encoding.timings.imageDecodeMs)),
    prepareMs: sum(encodings.map((encoding) => encoding.timings.prepareMs)),
    preprocessMs: sum(encodings.map((encoding) => encoding.timings.preprocessMs)),
    encodeMs: sum(encodings.map((encoding) => encoding.timings.encodeMs)),
    projectMs: sum(encodings.map((encoding) => encoding.timings.projectMs)),
  };
}

/** The fake chooses no tokens; it repeats what it was asked. */
export function decodingFor(sampling: AnswerRequest['sampling']): Decoding {
  const { greedy, sample } = fakeModel.generation;
  if (sampling?.kind !== 'sample') return { kind: 'greedy', settings: greedy };
  return { kind: 'sample', seed: sampling.seed, settings: sample };
}
