/** The window's state as a session: pictures by short keys, the application's own model and samples by names that hold on every computer. */
import {
  modelOfApplication,
  sessionFormat,
  sessionVersion,
  type SessionDocument,
  type SessionPicture,
  type WrittenChoices,
} from '../../src-engine/session-file/document.ts';
import type {
  WrittenGroup,
  WrittenMeasurement,
  WrittenRun,
  WrittenTurns,
} from '../../src-engine/session-file/answers.ts';
import type { TurnPair } from '../state/answers-slice.ts';
import type { WrittenSweep } from '../../src-engine/session-file/sweeps.ts';
import type { Choices } from '../state/choices-slice.ts';
import type { Measurement } from '../state/measurement.ts';
import type { Asked, DoneRun, Run, Standing } from '../state/run.ts';
import type { ShelfImage } from '../state/shelf-slice.ts';
import type { AppState } from '../state/store.ts';
import type { ModelInUse } from './kept-session.ts';
import { keptNames, sampleName } from './shelf-pictures.ts';

type KeyOf = (id: string) => string | undefined;

export function sessionOf(state: AppState, model: ModelInUse | null): SessionDocument {
  const { images, history, question, typed, asked, answers, measurements, turns, view, sessionFile } = state;
  const keys = new Map(images.map(({ id }, at) => [id, String(at)]));
  const keyOf: KeyOf = (id) => keys.get(id);
  const choices = (entry: Choices) => choicesOf(entry, keyOf);
  const place = (directory: string) => (directory === state.embedded ? modelOfApplication : directory);
  const say: Say = { place, keyOf };
  const before = byKey(turns, keyOf, (all) => turnsOf(all, say));
  const groups = groupsOf(state, say);
  const written = byKey(state.sweeps, keyOf, (sweep): WrittenSweep => ({
    ...sweep,
    asked: { ...sweep.asked, model: place(sweep.asked.model) },
  }));
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
    pictures: picturesOf(images),
    choices: choices(state.choices),
    past: history.past.map(choices),
    future: history.future.map(choices),
    ...{ question, typed, asked: [...asked], view },
    answers: byKey(answers, keyOf, ({ full, merged }) => ({
      full: runOf(full, say),
      merged: runOf(merged, say),
    })),
    measurements: byKey(measurements, keyOf, (measurement) => measurementOf(measurement, say)),
    ...(Object.keys(before).length === 0 ? {} : { turns: before }),
    ...(groups.length === 0 ? {} : { groups }),
    ...(Object.keys(written).length === 0 ? {} : { sweeps: written }),
    ...(state.sweepOpen ? { sweepOpen: true } : {}),
    file:
      sessionFile === null
        ? null
        : { name: sessionFile.name, inside: sessionFile.inside, changed: sessionFile.changed },
  };
}

function picturesOf(images: readonly ShelfImage[]): SessionPicture[] {
  const names = keptNames(images);
  return images.map((image, at) => {
    const { name, source, frame } = image;
    const picture = { key: String(at), name, from: placeOf(image, names) };
    return frame === undefined || source.kind === 'pixel-values'
      ? picture
      : { ...picture, frame: { ...frame, animated: source.frame !== undefined } };
  });
}

function placeOf(image: ShelfImage, names: ReadonlyMap<Uint8Array, string>): SessionPicture['from'] {
  const { id, source, kind } = image;
  if (kind !== 'own') return { kind: 'sample', file: sampleName(image) };
  return source.kind === 'bytes'
    ? { kind: 'beside', id: names.get(source.bytes) ?? id }
    : { kind: 'file', path: source.path };
}

function choicesOf(entry: Choices, keyOf: KeyOf): WrittenChoices {
  const { selected, chosen, readings, regions, thresholds, ...rest } = entry;
  const several = chosen.flatMap((id) => keyOf(id) ?? []);
  return {
    ...rest,
    ...(several.length < 2 ? {} : { chosen: several }),
    selected: selected === null ? null : (keyOf(selected) ?? null),
    readings: byKey(readings, keyOf, (own) => own),
    regions: byKey(regions, keyOf, (own) => own),
    ...(thresholds === null ? {} : { thresholds }),
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

/** How models and pictures are called in a session. */
interface Say {
  readonly place: (directory: string) => string;
  readonly keyOf: KeyOf;
}

/** Of a picture that has been closed an answer knows no more than its name. */
const closed = 'closed';

function askedOf({ pictures, ...asked }: Asked, { place, keyOf }: Say): Asked {
  const named = pictures?.map((picture) => ({ ...picture, id: keyOf(picture.id) ?? closed }));
  return { ...asked, model: place(asked.model), ...(named === undefined ? {} : { pictures: named }) };
}

function turnsOf(turns: readonly TurnPair[], say: Say): WrittenTurns {
  return turns.map(({ full, merged }) => ({ full: doneOf(full, say), merged: doneOf(merged, say) }));
}

const doneOf = (run: DoneRun, say: Say) => ({ ...run, asked: askedOf(run.asked, say) });

/** Answers that are kept under several pictures: those of which all are open. */
function groupsOf({ answers, turns, measurements, images }: AppState, say: Say): WrittenGroup[] {
  const open = new Set(images.map(({ id }) => id));
  return Object.entries(answers).flatMap(([key, { full, merged }]) => {
    if (open.has(key)) return [];
    const before = turns[key];
    const asked = [full, merged].find((run) => run.kind !== 'idle')?.asked ?? before?.[0]?.full.asked;
    const ids = asked?.pictures ?? [];
    const pictures = ids.flatMap(({ id }) => say.keyOf(id) ?? []);
    if (pictures.length === 0 || pictures.length < ids.length) return [];
    const measured = measurements[key];
    const measurement = measured === undefined ? null : measurementOf(measured, say);
    return [
      {
        pictures,
        full: runOf(full, say),
        merged: runOf(merged, say),
        ...(before === undefined ? {} : { turns: turnsOf(before, say) }),
        ...(measurement === null ? {} : { measurement }),
      },
    ];
  });
}

function standingOf(before: Standing | null, say: Say) {
  return before === null ? null : { ...before, asked: askedOf(before.asked, say) };
}

function runOf(run: Run, say: Say): WrittenRun {
  switch (run.kind) {
    case 'idle':
      return run;
    case 'done':
    case 'recorded':
      return { ...run, asked: askedOf(run.asked, say) };
    case 'loading':
    case 'streaming':
      return {
        kind: 'cut',
        asked: askedOf(run.asked, say),
        before: standingOf(run.before, say),
        text: run.kind === 'streaming' ? run.text : '',
      };
    case 'stopped':
    case 'failed':
      return { ...run, asked: askedOf(run.asked, say), before: standingOf(run.before, say) };
  }
}

/** None of one that is still going on. */
function measurementOf({ asked, full, merged, progress }: Measurement, say: Say): WrittenMeasurement | null {
  if (progress.kind === 'running') return null;
  return {
    asked: { full: askedOf(asked.full, say), merged: askedOf(asked.merged, say) },
    ...{ full, merged, progress },
  };
}
