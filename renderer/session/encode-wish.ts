/** What the stage asks the engine for, from the state: the picture and budget that are chosen, or the same picture at another budget. Pure. */
import type { Encoding, ImageSource, PictureRole, ReductionRequest } from '../../src-engine/engine.ts';
import { readAs, readingKey } from '../state/reading.ts';
import { reductionKey, requestKey } from '../state/run.ts';
import {
  roleOf,
  selectImage,
  selectReading,
  selectReduction,
  selectScoresWanted,
} from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';
import { encodingKey, type Deps } from './deps.ts';
import type { Keyed } from './latest.ts';

export interface EncodeWish extends Keyed {
  /** What it is known by: the same with and without scores. */
  readonly encodingKey: string;
  readonly scores: boolean;
  readonly imageId: string;
  readonly name: string;
  readonly image: ImageSource;
  readonly reduction: ReductionRequest;
  readonly role?: PictureRole;
  readonly requestKey: string;
  readonly reading: string;
}

/** @param reduction of the chosen picture; what the controls say unless given. Null without a picture or a model. */
export function wishOf(state: AppState, reduction = selectReduction(state)): EncodeWish | null {
  const image = selectImage(state);
  if (image === null || reduction === null) return null;
  const reading = selectReading(state);
  const role = roleOf(state, image.id);
  const key = requestKey(reductionKey(reduction), reading, role);
  const known = encodingKey(image.id, key);
  const scores = selectScoresWanted(state);
  return {
    key: scores ? `${known} with scores` : known,
    encodingKey: known,
    scores,
    imageId: image.id,
    name: image.name,
    image: readAs(image.source, reading),
    reading: readingKey(reading),
    reduction,
    ...(role === 'alone' ? {} : { role }),
    requestKey: key,
  };
}

export function requestOf({ image, reduction, role, scores }: EncodeWish) {
  return {
    ...{ image, reduction, reuse: true },
    ...(role === undefined ? {} : { role }),
    ...(scores ? { scores } : {}),
  };
}

/** The encoding that the wish needs no engine for. */
export function knownOf({ encodings }: Pick<Deps, 'encodings'>, wish: EncodeWish): Encoding | undefined {
  const known = encodings.get(wish.encodingKey);
  return known === undefined || (wish.scores && !hasScores(known)) ? undefined : known;
}

function hasScores({ views }: Encoding): boolean {
  return views.every(({ scores }) => scores !== undefined);
}
