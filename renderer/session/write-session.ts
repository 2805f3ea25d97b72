/** The window's state as a session: pictures by short keys, the application's own model and samples by names that hold on every computer. */
import {
  modelOfApplication,
  sessionFormat,
  sessionVersion,
  type SessionDocument,
  type SessionPicture,
  type WrittenChoices,
} from '../../src-engine/session-file/document.ts';
import type { WrittenMeasurement, WrittenRun } from '../../src-engine/session-file/answers.ts';
import type { Choices } from '../state/choices-slice.ts';
import type { Measurement } from '../state/measurement.ts';
import type { Asked, Run, Standing } from '../state/run.ts';
import type { ShelfImage } from '../state/shelf-slice.ts';
import type { AppState } from '../state/store.ts';
import type { ModelInUse } from './kept-session.ts';
import { sampleName } from './shelf-pictures.ts';

type KeyOf = (id: string) => string | undefined;

export function sessionOf(state: AppState, model: ModelInUse | null): SessionDocument {
  const { images, history, question, typed, asked, answers, measurements, view, sessionFile } = state;
  const keys = new Map(images.map(({ id }, at) => [id, String(at)]));
  const keyOf: KeyOf = (id) => keys.get(id);
  const choices = (entry: Choices) => choicesOf(entry, keyOf);
  const place = (directory: string) => (directory === state.embedded ? modelOfApplication : directory);
  return {
    format: sessionFormat,
    version: sessionVersion,
    made: { application: '', machine: '', date: '' }, // the shell knows, and says it in a file
    model:
      model === null
        ? null
        : {
            source: {
              directory: place(model.source.directory),
              ...(model.source.calibration === undefined ? {} : { calibration: model.source.calibration }),
            },
            directory: place(model.directory),
          },
    imageBackend: state.imageBackend,
    pictures: images.map(pictureOf),
    choices: choices(state.choices),
    past: history.past.map(choices),
    future: history.future.map(choices),
    ...{ question, typed, asked: [...asked], view },
    answers: byKey(answers, keyOf, ({ full, merged }) => ({
      full: runOf(full, place),
      merged: runOf(merged, place),
    })),
    measurements: byKey(measurements, keyOf, (measurement) => measurementOf(measurement, place)),
    file:
      sessionFile === null
        ? null
        : { name: sessionFile.name, inside: sessionFile.inside, changed: sessionFile.changed },
  };
}

function pictureOf(image: ShelfImage, at: number): SessionPicture {
  const { id, name, source, kind } = image;
  const key = String(at);
  if (kind !== 'own') return { key, name, from: { kind: 'sample', file: sampleName(image) } };
  return source.kind === 'bytes'
    ? { key, name, from: { kind: 'beside', id } }
    : { key, name, from: { kind: 'file', path: source.path } };
}

function choicesOf(entry: Choices, keyOf: KeyOf): WrittenChoices {
  const { selected, readings, regions, ...rest } = entry;
  return {
    ...rest,
    selected: selected === null ? null : (keyOf(selected) ?? null),
    readings: byKey(readings, keyOf, (own) => own),
    regions: byKey(regions, keyOf, (own) => own),
  };
}

/** What is said of pictures that have been closed is left out. */
function byKey<T, R>(
  record: Readonly<Record<string, T>>,
  keyOf: KeyOf,
  change: (value: T) => R | null,
): Record<string, R> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([id, value]) => {
      const key = keyOf(id);
      const changed = key === undefined ? null : change(value);
      return key === undefined || changed === null ? [] : [[key, changed]];
    }),
  );
}

type Place = (directory: string) => string;

const askedOf = (asked: Asked, place: Place) => ({ ...asked, model: place(asked.model) });

function standingOf(before: Standing | null, place: Place) {
  return before === null ? null : { ...before, asked: askedOf(before.asked, place) };
}

function runOf(run: Run, place: Place): WrittenRun {
  switch (run.kind) {
    case 'idle':
      return run;
    case 'done':
    case 'recorded':
      return { ...run, asked: askedOf(run.asked, place) };
    case 'loading':
    case 'streaming':
      return {
        kind: 'cut',
        asked: askedOf(run.asked, place),
        before: standingOf(run.before, place),
        text: run.kind === 'streaming' ? run.text : '',
      };
    case 'stopped':
    case 'failed':
      return { ...run, asked: askedOf(run.asked, place), before: standingOf(run.before, place) };
  }
}

/** None of one that is still going on. */
function measurementOf(
  { asked, full, merged, progress }: Measurement,
  place: Place,
): WrittenMeasurement | null {
  if (progress.kind === 'running') return null;
  return {
    asked: { full: askedOf(asked.full, place), merged: askedOf(asked.merged, place) },
    ...{ full, merged, progress },
  };
}
