/** A session that was read, as the window's state: the other way of write-session.ts. Asks nobody for anything. */
import type { ReadSession } from '../../electron/bridge.ts';
import type { WrittenRun } from '../../src-engine/session-file/answers.ts';
import {
  modelOfApplication,
  type SessionPicture,
  type WrittenChoices,
} from '../../src-engine/session-file/document.ts';
import type { Choices } from '../state/choices-slice.ts';
import type { Measurement } from '../state/measurement.ts';
import type { AnswerPair, Asked, Origin, Run, Standing } from '../state/run.ts';
import type { ShelfImage } from '../state/shelf-slice.ts';
import type { AppState } from '../state/store.ts';
import type { ModelInUse } from './kept-session.ts';
import { fromBytes } from './open-images.ts';
import { ownPicture, sampleName } from './shelf-pictures.ts';

export interface Here {
  /** Those that come with the application. */
  readonly samples: readonly ShelfImage[];
  /** The folder of its model. */
  readonly embedded: string | null;
  /** Where the answers were made, where that was another computer. */
  readonly origin: Origin | null;
  /** What is said of answers that were being made. */
  readonly cutOff: string;
}

export interface TakenUp {
  readonly state: Pick<
    AppState,
    'images' | 'choices' | 'history' | 'question' | 'typed' | 'asked' | 'answers' | 'measurements' | 'view'
  >;
  readonly model: ModelInUse | null;
  /** Pictures that are not on the shelf now, and why. */
  readonly left: readonly { readonly name: string; readonly why: string }[];
}

export function takeUp({ session, bytes, left }: ReadSession, here: Here): TakenUp {
  const given = new Map(bytes.map((each) => [each.key, each.bytes]));
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
  const choices = (entry: WrittenChoices) => choicesOf(entry, idOf, images[0]?.id ?? null);
  const { question, typed, asked, view, model } = session;
  return {
    state: {
      images,
      choices: choices(session.choices),
      history: { past: session.past.map(choices), future: session.future.map(choices), gesture: null },
      ...{ question, typed, asked, view },
      answers: byId(session.answers, idOf, ({ full, merged }): AnswerPair => ({
        full: runOf(full, place, here),
        merged: runOf(merged, place, here),
      })),
      // Figures of another computer must not stand for this one's when the same is asked again.
      measurements:
        here.origin !== null
          ? {}
          : byId(session.measurements, idOf, ({ asked: both, ...rest }): Measurement => ({
              ...rest,
              asked: { full: askedOf(both.full, place), merged: askedOf(both.merged, place) },
            })),
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

function imageOf(
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
  return {
    ...entry,
    selected: id,
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

type Place = (directory: string) => string;

const askedOf = (asked: Asked, place: Place): Asked => ({ ...asked, model: place(asked.model) });

function standingOf(
  run: Extract<WrittenRun, { kind: 'done' | 'recorded' }>,
  place: Place,
  { origin }: Here,
): Standing {
  const asked = askedOf(run.asked, place);
  if (run.kind === 'recorded') return { ...run, asked, awaited: false };
  return { ...run, asked, ...(origin === null || run.origin !== undefined ? {} : { origin }) };
}

function runOf(run: WrittenRun, place: Place, here: Here): Run {
  if (run.kind === 'idle') return run;
  if (run.kind === 'done' || run.kind === 'recorded') return standingOf(run, place, here);
  const rest = {
    asked: askedOf(run.asked, place),
    before: run.before === null ? null : standingOf(run.before, place, here),
    text: run.text,
  };
  if (run.kind === 'stopped') return { kind: 'stopped', ...rest };
  return { kind: 'failed', ...rest, message: run.kind === 'cut' ? here.cutOff : run.message };
}
