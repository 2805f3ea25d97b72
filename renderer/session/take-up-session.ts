/** A session that was read, as the window's state: the other way of write-session.ts. Asks nobody for anything. */
import type { ReadSession } from '../../electron/bridge.ts';
import type {
  WrittenGroup,
  WrittenMeasurement,
  WrittenRun,
  WrittenTurns,
} from '../../src-engine/session-file/answers.ts';
import {
  modelOfApplication,
  type SessionPicture,
  type WrittenChoices,
} from '../../src-engine/session-file/document.ts';
import type { TurnPair } from '../state/answers-slice.ts';
import type { WrittenSweep } from '../../src-engine/session-file/sweeps.ts';
import type { Choices } from '../state/choices-slice.ts';
import type { Measurement } from '../state/measurement.ts';
import type { AnswerPair, Asked, DoneRun, Origin, PaneName, Run, Standing } from '../state/run.ts';
import type { ShelfImage } from '../state/shelf-slice.ts';
import type { AppState } from '../state/store.ts';
import { keyOfPictures } from '../state/subject.ts';
import type { Sweep } from '../state/sweep/slice.ts';
import type { ModelInUse } from './kept-session.ts';
import { fromBytes } from './open-images.ts';
import { frameId, ownPicture, sampleName } from './shelf-pictures.ts';

export interface Here {
  /** Those that come with the application. */
  readonly samples: readonly ShelfImage[];
  /** The folder of its model. */
  readonly embedded: string | null;
  /** Where the answers were made, where that was another computer. */
  readonly origin: Origin | null;
  /** What is said of answers that were being made. */
  readonly cutOff: string;
  /** Whether the engine has the jobs that the session speaks of: those of a file may be of another time. */
  readonly jobs: 'alive' | 'gone';
}

export interface TakenUp {
  readonly state: Pick<
    AppState,
    | 'images'
    | 'choices'
    | 'history'
    | 'question'
    | 'typed'
    | 'asked'
    | 'answers'
    | 'turns'
    | 'measurements'
    | 'sweeps'
    | 'sweepOpen'
    | 'view'
  >;
  readonly model: ModelInUse | null;
  /** Pictures that are not on the shelf now, and why. */
  readonly left: readonly { readonly name: string; readonly why: string }[];
}

export function takeUp({ session, bytes, left }: ReadSession, here: Here): TakenUp {
  const given = bytesOf(session.pictures, bytes);
  const missed = new Set(left.map(({ key }) => key));
  const found = new Map<string, ShelfImage>();
  const gone: { name: string; why: string }[] = [...left];
  for (const picture of session.pictures) {
    if (missed.has(picture.key)) continue;
    const image = imageOf(picture, given.get(picture.key), here.samples);
    if (image === null) gone.push({ name: picture.name, why: 'this version does not bring it along' });
    else found.set(picture.key, image);
  }
  // Two keys may lead to one picture: it was opened once by its path and once as bytes.
  const images = [...new Map([...found.values()].map((image) => [image.id, image])).values()];
  const idOf = (key: string) => found.get(key)?.id;
  const place = (directory: string) =>
    directory === modelOfApplication ? (here.embedded ?? directory) : directory;
  const say: Say = { place, idOf, here };
  const groups = groupsOf(session.groups ?? [], found, say);
  const choices = (entry: WrittenChoices) => choicesOf(entry, idOf, images[0]?.id ?? null);
  const { question, typed, asked, view, model } = session;
  return {
    state: {
      images,
      choices: choices(session.choices),
      history: { past: session.past.map(choices), future: session.future.map(choices), gesture: null },
      ...{ question, typed, asked, view },
      answers: {
        ...byId(session.answers, idOf, (pair) => pairOf(pair, say)),
        ...groups.answers,
      },
      turns: { ...byId(session.turns ?? {}, idOf, (turns) => turnsOf(turns, say)), ...groups.turns },
      sweeps: byId(session.sweeps ?? {}, idOf, (sweep) => sweepOf(sweep, say)),
      sweepOpen: session.sweepOpen ?? false,
      // Figures of another computer must not stand for this one's when the same is asked again.
      measurements:
        here.origin !== null
          ? {}
          : {
              ...byId(session.measurements, idOf, (each) => measurementOf(each, say)),
              ...groups.measurements,
            },
    },
    model:
      model === null
        ? null
        : {
            source: { ...model.source, directory: place(model.source.directory) },
            directory: place(model.directory),
          },
    left: gone.map(({ name, why }) => ({ name, why })),
  };
}

/** By the keys of pictures. The frames of one animation have one copy: that is how they are known to be one when they are kept again. */
function bytesOf(
  pictures: readonly SessionPicture[],
  bytes: ReadSession['bytes'],
): ReadonlyMap<string, Uint8Array> {
  const nameOf = new Map(
    pictures.map(({ key, from }) => [key, from.kind === 'beside' ? from.id : key] as const),
  );
  const copies = new Map<string, Uint8Array>();
  return new Map(
    bytes.map((each) => {
      const name = nameOf.get(each.key) ?? each.key;
      const copy = copies.get(name) ?? each.bytes;
      copies.set(name, copy);
      return [each.key, copy];
    }),
  );
}

function imageOf(
  picture: SessionPicture,
  bytes: Uint8Array | undefined,
  samples: readonly ShelfImage[],
): ShelfImage | null {
  const image = stillOf(picture, bytes, samples);
  if (image === null || picture.frame === undefined || image.source.kind === 'pixel-values') return image;
  const { animated, ...frame } = picture.frame;
  const source = animated ? { ...image.source, frame: frame.index } : image.source;
  return { ...image, id: frameId(frame.video, frame.index), source, frame };
}

function stillOf(
  { name, from }: SessionPicture,
  bytes: Uint8Array | undefined,
  samples: readonly ShelfImage[],
): ShelfImage | null {
  switch (from.kind) {
    case 'sample':
      return samples.find((sample) => sampleName(sample) === from.file) ?? null;
    case 'file':
      return ownPicture(from.path, name, { kind: 'file', path: from.path });
    case 'beside':
    case 'inside': {
      if (bytes === undefined) return null;
      const { id, source } = fromBytes(bytes, name);
      return ownPicture(id, name, source);
    }
  }
}

type IdOf = (key: string) => string | undefined;

function choicesOf(entry: WrittenChoices, idOf: IdOf, first: string | null): Choices {
  const id = entry.selected === null ? null : (idOf(entry.selected) ?? first);
  const same = entry.selected === null || idOf(entry.selected) !== undefined;
  const { chosen = [], ...rest } = entry;
  return {
    ...rest,
    thresholds: entry.thresholds ?? null,
    selected: id,
    chosen: chosen.flatMap((each) => idOf(each) ?? []),
    pin: same ? entry.pin : null,
    readings: byId(entry.readings, idOf, (own) => own),
    regions: byId(entry.regions, idOf, (own) => own),
  };
}

function byId<T, R>(
  record: Readonly<Record<string, T>>,
  idOf: IdOf,
  change: (value: T) => R,
): Record<string, R> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => {
      const id = idOf(key);
      return id === undefined ? [] : [[id, change(value)]];
    }),
  );
}

/** How models and pictures are called here. */
interface Say {
  readonly place: (directory: string) => string;
  readonly idOf: IdOf;
  readonly here: Here;
}

function askedOf({ pictures, ...asked }: Asked, { place, idOf }: Say): Asked {
  const named = pictures?.map((picture) => ({ ...picture, id: idOf(picture.id) ?? picture.id }));
  return { ...asked, model: place(asked.model), ...(named === undefined ? {} : { pictures: named }) };
}

function doneOf(run: Extract<WrittenRun, { kind: 'done' }>, say: Say): DoneRun {
  const { origin } = say.here;
  const asked = askedOf(run.asked, say);
  return { ...run, asked, ...(origin === null || run.origin !== undefined ? {} : { origin }) };
}

function sweepOf(sweep: WrittenSweep, { place, here: { origin, jobs } }: Say): Sweep {
  const { asked, state, job } = sweep;
  const gone = jobs === 'gone' || job === null;
  return {
    ...sweep,
    asked: { ...asked, model: place(asked.model) },
    job: gone ? null : job,
    state: gone && state.kind === 'running' ? { kind: 'stopped' } : state,
    ...(origin === null || sweep.origin !== undefined ? {} : { origin }),
  };
}

function standingOf(run: Extract<WrittenRun, { kind: 'done' | 'recorded' }>, say: Say): Standing {
  return run.kind === 'done' ? doneOf(run, say) : { ...run, asked: askedOf(run.asked, say), awaited: false };
}

function runOf(run: WrittenRun, say: Say): Run {
  if (run.kind === 'idle') return run;
  if (run.kind === 'done' || run.kind === 'recorded') return standingOf(run, say);
  const rest = {
    asked: askedOf(run.asked, say),
    before: run.before === null ? null : standingOf(run.before, say),
    text: run.text,
  };
  if (run.kind === 'stopped') return { kind: 'stopped', ...rest };
  return { kind: 'failed', ...rest, message: run.kind === 'cut' ? say.here.cutOff : run.message };
}

function pairOf({ full, merged }: Record<PaneName, WrittenRun>, say: Say): AnswerPair {
  return { full: runOf(full, say), merged: runOf(merged, say) };
}

function turnsOf(turns: WrittenTurns, say: Say): readonly TurnPair[] {
  return turns.map(({ full, merged }) => ({ full: doneOf(full, say), merged: doneOf(merged, say) }));
}

function measurementOf({ asked: both, ...rest }: WrittenMeasurement, say: Say): Measurement {
  return { ...rest, asked: { full: askedOf(both.full, say), merged: askedOf(both.merged, say) } };
}

/** By the keys that several pictures have here; left out where one of them is not there. */
function groupsOf(
  groups: readonly WrittenGroup[],
  found: ReadonlyMap<string, ShelfImage>,
  say: Say,
): Pick<AppState, 'answers' | 'turns' | 'measurements'> {
  const there = groups.flatMap((group) => {
    const images = group.pictures.flatMap((key) => found.get(key) ?? []);
    const key = keyOfPictures(images);
    return key === null || images.length < group.pictures.length ? [] : [{ key, group }];
  });
  return {
    answers: Object.fromEntries(there.map(({ key, group }) => [key, pairOf(group, say)])),
    turns: Object.fromEntries(
      there.flatMap(({ key, group: { turns } }) => (turns === undefined ? [] : [[key, turnsOf(turns, say)]])),
    ),
    measurements: Object.fromEntries(
      there.flatMap(({ key, group: { measurement } }) =>
        measurement === undefined ? [] : [[key, measurementOf(measurement, say)]],
      ),
    ),
  };
}
