/** An engine to which every picture is handed once: its source becomes the id of a picture that the engine has open. */
import type { AnswerRequest, Engine, ImageRef, ImageSource, OpenImage } from '../../src-engine/engine.ts';

export interface HandlingEngine {
  /** Takes sources and passes ids on, so that pasted bytes cross to the engine's process a single time. */
  readonly engine: Engine;
  /** Lets the engine free what it keeps of the picture. */
  readonly forget: (source: ImageSource) => void;
}

/** One for each engine: after a restart pictures are opened anew. Sources are told apart as objects, as the shelf holds them. */
export function withHandles(engine: Engine): HandlingEngine {
  const handles = new Map<ImageSource, Promise<OpenImage>>();

  function handleOf(source: ImageSource): Promise<OpenImage> {
    let handle = handles.get(source);
    if (handle === undefined) {
      handle = engine.open(source);
      handles.set(source, handle);
      handle.catch(() => handles.delete(source)); // what could not be read may be there next time
    }
    return handle;
  }

  async function refOf(ref: ImageRef): Promise<ImageRef> {
    if (ref.kind === 'open') return ref;
    return { kind: 'open', id: (await handleOf(ref)).id };
  }

  async function withRefs(request: AnswerRequest): Promise<AnswerRequest> {
    const { visual } = request;
    return visual.kind === 'video'
      ? { ...request, visual: { ...visual, frames: await Promise.all(visual.frames.map(refOf)) } }
      : { ...request, visual: { ...visual, images: await Promise.all(visual.images.map(refOf)) } };
  }

  return {
    engine: {
      ...engine,
      open: handleOf,
      encode: async (request, options) =>
        engine.encode({ ...request, image: await refOf(request.image) }, options),
      preview: async (image, maxSide, options) => engine.preview(await refOf(image), maxSide, options),
      answer: async function* (request, options) {
        yield* engine.answer(await withRefs(request), options);
      },
    },
    forget: (source) => {
      const handle = handles.get(source);
      handles.delete(source);
      handle?.then(({ id }) => engine.forget(id)).catch(() => undefined); // an engine that has gone keeps nothing
    },
  };
}
