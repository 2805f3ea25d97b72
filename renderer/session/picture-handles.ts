/** An engine to which every picture is handed once: its source becomes the id of a picture that the engine has open. */
import type {
  AnswerRequest,
  EncodeRequest,
  Engine,
  ImageRef,
  ImageSource,
  OpenImage,
} from '../../src-engine/engine.ts';

export interface HandlingEngine {
  /** Takes sources and passes ids on, so that pasted bytes cross to the engine's process a single time. */
  readonly engine: Engine;
  /** Lets the engine free what it keeps of the picture. */
  readonly forget: (source: ImageSource) => void;
}

function withPictures(request: EncodeRequest, [image, ...laterFrames]: readonly ImageRef[]): EncodeRequest {
  return {
    ...request,
    ...(image === undefined ? {} : { image }),
    ...(request.laterFrames === undefined ? {} : { laterFrames }),
  };
}

/** One for each engine: after a restart pictures are opened anew. Sources are told apart as objects, as the shelf holds them. */
export function withHandles(engine: Engine): HandlingEngine {
  const handles = new Map<ImageSource, Promise<OpenImage>>();
  const known = new Map<ImageSource, string>();

  function handleOf(source: ImageSource): Promise<OpenImage> {
    let handle = handles.get(source);
    if (handle === undefined) {
      handle = engine.open(source);
      handles.set(source, handle);
      handle.then(
        ({ id }) => {
          if (handles.get(source) === handle) known.set(source, id);
        },
        () => handles.delete(source), // what could not be read may be there next time
      );
    }
    return handle;
  }

  async function refOf(ref: ImageRef): Promise<ImageRef> {
    if (ref.kind === 'open') return ref;
    return { kind: 'open', id: (await handleOf(ref)).id };
  }

  /** Undefined while it is not open. */
  function openAs(ref: ImageRef): ImageRef | undefined {
    if (ref.kind === 'open') return ref;
    const id = known.get(ref);
    return id === undefined ? undefined : { kind: 'open', id };
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
      // Sent before anything else of the turn that asks, wherever the picture is open: the engine works while the window draws the moved slider.
      encode: (request, options) => {
        const ids = [request.image, ...(request.laterFrames ?? [])].map(openAs);
        if (ids.every((ref) => ref !== undefined)) return engine.encode(withPictures(request, ids), options);
        return Promise.all([request.image, ...(request.laterFrames ?? [])].map(refOf)).then((refs) =>
          engine.encode(withPictures(request, refs), options),
        );
      },
      preview: async (image, maxSide, options) => engine.preview(await refOf(image), maxSide, options),
      answer: async function* (request, options) {
        yield* engine.answer(await withRefs(request), options);
      },
    },
    forget: (source) => {
      const handle = handles.get(source);
      handles.delete(source);
      known.delete(source);
      handle?.then(({ id }) => engine.forget(id)).catch(() => undefined); // an engine that has gone keeps nothing
    },
  };
}
