/** What the stage asks the engine for, from the state: the picture and budget that are chosen, or the same picture at another budget. Pure. */
import type {
  EncodeRequest,
  Encoding,
  ImageSource,
  PictureRole,
  ReductionRequest,
} from '../../src-engine/engine.ts';
import { readAs, readingOf } from '../state/reading.ts';
import {
  keyOfRequest,
  roleOf,
  selectImage,
  selectReadingKey,
  selectReduction,
  selectScoresWanted,
  viewMates,
} from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';
import { encodingKey, type Deps } from './deps.ts';
import type { Keyed } from './latest.ts';

export interface Counted {
  readonly id: string;
  readonly requestKey: string;
}

export interface EncodeWish extends Keyed {
  /** What it is known by: the same with and without scores. */
  readonly encodingKey: string;
  readonly scores: boolean;
  readonly imageId: string;
  readonly name: string;
  readonly image: ImageSource; // of frames that are one view the first
  readonly laterFrames?: readonly ImageSource[];
  readonly reduction: ReductionRequest;
  readonly role?: PictureRole;
  readonly requestKey: string;
  /** The pictures that the encoding is of, each with the key that it is counted under. */
  readonly counted: readonly Counted[];
  readonly reading: string;
}

/** @param reduction of the chosen picture; what the controls say unless given. Null without a picture or a model. */
export function wishOf(state: AppState, reduction = selectReduction(state)): EncodeWish | null {
  const image = selectImage(state);
  if (image === null || reduction === null) return null;
  const key = keyOfRequest(state, image.id, reduction);
  const known = encodingKey(image.id, key);
  const scores = selectScoresWanted(state);
  return {
    key: scores ? `${known} with scores` : known,
    encodingKey: known,
    scores,
    imageId: image.id,
    name: image.name,
    ...askedOf(state, image.id, reduction),
    reading: selectReadingKey(state),
    requestKey: key,
  };
}

type Asked = Pick<EncodeWish, 'image' | 'laterFrames' | 'reduction' | 'role' | 'counted'>;

/** What is to be encoded for a picture of the shelf, and what it is counted for. */
export function askedOf(state: AppState, imageId: string, reduction: ReductionRequest): Asked {
  const role = roleOf(state, imageId);
  const mates = viewMates(state, imageId);
  const sources = mates.map(({ id, source }) => readAs(source, readingOf(state.choices, id)));
  const [image, ...laterFrames] = sources;
  if (image === undefined) throw new RangeError(`The shelf has no picture ${imageId}.`);
  return {
    image,
    ...(laterFrames.length === 0 ? {} : { laterFrames }),
    reduction,
    ...(role === 'alone' ? {} : { role }),
    counted: mates.map(({ id }) => ({ id, requestKey: keyOfRequest(state, id, reduction) })),
  };
}

/** Of any picture of the shelf: nothing but what is counted. */
export function countRequestOf({ image, laterFrames, reduction, role }: Asked): EncodeRequest {
  return {
    ...{ image, reduction },
    ...(laterFrames === undefined ? {} : { laterFrames }),
    ...(role === undefined ? {} : { role }),
  };
}

export function requestOf(wish: EncodeWish): EncodeRequest {
  return { ...countRequestOf(wish), reuse: true, ...(wish.scores ? { scores: true } : {}) };
}

/** Keeps an encoding for all that it is of. At once when it comes: a moment later another model may be in use. */
export function keepEncoding(
  { encodings }: Pick<Deps, 'encodings'>,
  { counted }: Pick<EncodeWish, 'counted'>,
  encoding: Encoding,
): void {
  for (const { id, requestKey } of counted) encodings.set(encodingKey(id, requestKey), encoding);
}

/** Counts it for all of them. */
export function countEncoding(
  { store }: Pick<Deps, 'store'>,
  { counted }: Pick<EncodeWish, 'counted'>,
  { tokens, fullTokens }: Encoding,
): void {
  for (const { id, requestKey: key } of counted) store.getState().setCount(id, { tokens, fullTokens, key });
}

/** The encoding that the wish needs no engine for. */
export function knownOf({ encodings }: Pick<Deps, 'encodings'>, wish: EncodeWish): Encoding | undefined {
  const known = encodings.get(wish.encodingKey);
  return known === undefined || (wish.scores && !hasScores(known)) ? undefined : known;
}

function hasScores({ views }: Encoding): boolean {
  return views.every(({ scores }) => scores !== undefined);
}
