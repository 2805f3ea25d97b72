/** Hands to the shell what the window is like, and takes it up again when the page is loaded again after its process ended. */
import { z } from 'zod';
import type { DymuBridge, KeptSession } from '../../electron/bridge.ts';
import type { ImageSource, ModelSource } from '../../src-engine/engine.ts';
import { regionsSchema } from '../../src-engine/reduction/steering/regions.ts';
import { overlayNames } from '../../src-engine/overlay/modes.ts';
import { chosenMethods } from '../state/budget.ts';
import type { Choices } from '../state/choices-slice.ts';
import { views } from '../state/frame-slice.ts';
import type { Measurement } from '../state/measurement.ts';
import type { AnswerPair, Run } from '../state/run.ts';
import type { ShelfImage } from '../state/shelf-slice.ts';
import type { AppState, AppStore } from '../state/store.ts';

const modelSchema = z.object({ directory: z.string(), calibration: z.string().exactOptional() });
const ownReadingSchema = z.object({
  orientation: z.literal([1, 2, 3, 4, 5, 6, 7, 8]).exactOptional(),
  transparency: z.enum(['drop', 'white']).exactOptional(),
});
const choicesSchema: z.ZodType<Choices> = z.object({
  selected: z.string().nullable(),
  method: z.enum(chosenMethods),
  tokens: z.number().nonnegative(),
  virtualUnmerging: z.boolean(),
  sampling: z.enum(['greedy', 'sample']),
  imageRoute: z.enum(['path', 'object']),
  readings: z.record(z.string(), ownReadingSchema),
  regions: z.record(z.string(), regionsSchema),
  overlay: z.enum(overlayNames),
  pin: z.int().nonnegative().nullable(),
});
/** What the engine said of an answer comes back as it went: it lay in memory only. */
const runSchema = z.custom<Run>((value) => z.object({ kind: z.string() }).safeParse(value).success);
const measurementSchema = z.custom<Measurement>(
  (value) =>
    z.object({ asked: z.object(), full: z.array(z.object()), merged: z.array(z.object()) }).safeParse(value)
      .success,
);

const sessionSchema = z.object({
  /** What the choices were made for, and the folder that it was found in. */
  model: z.object({ source: modelSchema, directory: z.string() }).nullable(),
  /** Every image on the shelf, in its order. */
  shelf: z.array(z.string()),
  /** Those that do not come with the application; without a path, their bytes are kept apart. */
  own: z.array(z.object({ id: z.string(), name: z.string(), path: z.string().nullable() })),
  choices: choicesSchema,
  past: z.array(choicesSchema),
  future: z.array(choicesSchema),
  question: z.string(),
  typed: z.boolean(),
  asked: z.array(z.string()),
  answers: z.record(z.string(), z.object({ full: runSchema, merged: runSchema })),
  measurements: z.record(z.string(), measurementSchema),
  view: z.enum(views),
});
type Snapshot = z.infer<typeof sessionSchema>;

export interface ModelInUse {
  readonly source: ModelSource;
  readonly directory: string;
}

/** The shell is told no more often, ms. */
const everyMs = 300;
const cutOff = 'The window was loaded again while this was answered; ask again.';

/** Tells the shell from now on. @param inUse the model, where there is one */
export function keepSession(store: AppStore, bridge: DymuBridge, inUse: () => ModelInUse | null): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const sent = new Set<string>();
  const quiet = (promise: Promise<void>) => void promise.catch(() => undefined); // a window without a second life is as good

  function tell(): void {
    timer = undefined;
    const state = store.getState();
    for (const { id, source } of state.images) {
      if (source.kind !== 'bytes' || sent.has(id)) continue;
      sent.add(id);
      quiet(bridge.keepPicture(id, source.bytes));
    }
    for (const id of sent) {
      if (state.images.some((image) => image.id === id)) continue;
      sent.delete(id);
      quiet(bridge.keepPicture(id, null));
    }
    quiet(bridge.keepSession(snapshotOf(state, inUse())));
  }

  const stop = store.subscribe((state, before) => {
    const same = watched.every((name) => state[name] === before[name]);
    if (!same) timer ??= setTimeout(tell, everyMs);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

const watched = [
  'images',
  'choices',
  'question',
  'asked',
  'answers',
  'measurements',
  'view',
  'model',
] as const;

function snapshotOf(state: AppState, model: ModelInUse | null): Snapshot {
  const { images, choices, history, question, typed, asked, answers, measurements, view } = state;
  const own = images.filter(({ kind }) => kind === 'own');
  return {
    model,
    shelf: images.map(({ id }) => id),
    own: own.map(({ id, name, source }) => ({
      id,
      name,
      path: source.kind === 'bytes' ? null : source.path,
    })),
    choices,
    past: [...history.past],
    future: [...history.future],
    question,
    typed,
    asked: [...asked],
    answers: { ...answers },
    measurements: Object.fromEntries(
      Object.entries(measurements).filter(([, { progress }]) => progress.kind !== 'running'),
    ),
    view,
  };
}

export interface Restored {
  readonly model: ModelInUse | null;
  readonly cause: string | null;
  /** Pictures without a file that were too large to keep. */
  readonly lost: readonly string[];
}

/** Puts what was kept into the store, whose shelf has the application's own pictures. Null where there is nothing to take up. */
export function restoreSession(store: AppStore, kept: KeptSession | null): Restored | null {
  const parsed = sessionSchema.safeParse(kept?.session);
  if (kept === null || !parsed.success) return null;
  const { shelf, own, choices, past, future, answers, measurements, model, view, ...asking } = parsed.data;
  const bytes = new Map(kept.pictures.map((picture) => [picture.id, picture.bytes]));
  const opened = own.flatMap((picture) => imageOf(picture, bytes.get(picture.id)) ?? []);
  const lost = own.filter(({ id }) => !opened.some((image) => image.id === id));
  const known = new Map([...store.getState().images, ...opened].map((image) => [image.id, image]));
  const images = shelf.flatMap((id) => known.get(id) ?? []);
  const there = (entry: Choices): Choices =>
    entry.selected === null || known.has(entry.selected)
      ? entry
      : { ...entry, selected: images[0]?.id ?? null };
  store.setState({
    images,
    choices: there(choices),
    history: { past: past.map(there), future: future.map(there), gesture: null },
    ...asking,
    answers: Object.fromEntries(Object.entries(answers).map(([id, pair]) => [id, settledPair(pair)])),
    measurements,
    view,
  });
  return { model, cause: kept.cause, lost: lost.map(({ name }) => name) };
}

function imageOf(
  { id, name, path }: Snapshot['own'][number],
  bytes: Uint8Array | undefined,
): ShelfImage | null {
  const source: ImageSource | null =
    path !== null ? { kind: 'file', path } : bytes === undefined ? null : { kind: 'bytes', bytes, name };
  if (source === null) return null;
  return {
    id,
    name,
    source,
    kind: 'own',
    credit: null,
    questions: [],
    known: [],
    thumbnail: { kind: 'waiting' },
  };
}

const settledPair = ({ full, merged }: AnswerPair): AnswerPair => ({
  full: settledRun(full),
  merged: settledRun(merged),
});

/** Nobody makes these answers any more. */
function settledRun(run: Run): Run {
  if (run.kind !== 'loading' && run.kind !== 'streaming') return run;
  const { asked, before } = run;
  const text = run.kind === 'streaming' ? run.text : '';
  return { kind: 'failed', asked, before, text, message: cutOff };
}
