/** tokenizer.json at work: added tokens, normalizer, pre_tokenizer, model, post_processor and decoder, one after the other. */
import type { Accepts, AddedVocabulary } from './added-vocabulary.ts';
import { cleanUp, type Decoder } from './decoders.ts';
import type { Frame } from './frame.ts';
import type { Model } from './model.ts';
import type { Normalizer } from './normalizers.ts';
import type { PreTokenizer } from './pre-tokenizers.ts';

export interface Parts {
  readonly model: Model;
  readonly added: AddedVocabulary;
  readonly normalize: Normalizer | undefined;
  readonly preTokenize: PreTokenizer | undefined;
  readonly frame: Frame;
  readonly decode: Decoder | undefined;
  /** Whether spaces before punctuation go from the decoded text. */
  readonly cleansUp: boolean;
}

/** From `start` up to `end` of a text, in UTF-16 units. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Added tokens that stretch into `plain.within` and of which `plain.reserved` is true are read as the signs that they are. */
export interface Plain {
  readonly within: readonly Stretch[];
  reserved(id: number): boolean;
}

/** Ids of a text, without the frame. Throws `MissingToken`. */
export function textIds(parts: Parts, text: string, plain?: Plain): number[] {
  const inRaw: Accepts = (entry, start, end) =>
    plain === undefined ||
    !plain.reserved(entry.id) ||
    plain.within.every((stretch) => end <= stretch.start || start >= stretch.end);
  return parts.added
    .sections(text, false, inRaw)
    .flatMap((section) =>
      section.kind === 'token' ? [section.id] : rawTextIds(parts, section.text, section.start, plain),
    );
}

function rawTextIds(parts: Parts, text: string, start: number, plain: Plain | undefined): number[] {
  const { text: normal, whole } = parts.normalize?.(text) ?? { text, whole: true };
  const accepts =
    plain &&
    acceptsNormalized(parts, text, { ...plain, within: plain.within.map((each) => shifted(each, -start)) });
  return parts.added.sections(normal, true, accepts).flatMap((section) => {
    if (section.kind === 'token') return [section.id];
    const piece = { text: section.text, first: start === 0 && section.start === 0 && whole };
    const pieces = parts.preTokenize?.([piece]) ?? [piece];
    return pieces.flatMap((one) => (one.text === '' ? [] : parts.model.spell(one.text)));
  });
}

function shifted({ start, end }: Stretch, by: number): Stretch {
  return { start: start + by, end: end + by };
}

/**
 * Where a stretch lies in the normalised text is not known, but how many reserved tokens stand before and after it: so many of the
 * first and of the last count.
 */
function acceptsNormalized(parts: Parts, text: string, plain: Plain): Accepts | undefined {
  const within = plain.within.filter(({ start, end }) => start < text.length && end > 0);
  if (within.length === 0) return undefined;
  const reservedIn = (part: string): number =>
    parts.added
      .sections(parts.normalize?.(part).text ?? part, true)
      .filter((section) => section.kind === 'token' && plain.reserved(section.id)).length;
  const all = reservedIn(text);
  const stretches = within.map(({ start, end }) => ({
    before: start > 0 ? reservedIn(text.slice(0, start)) : 0,
    after: end < text.length ? reservedIn(text.slice(end)) : 0,
  }));
  let seen = 0;
  return (entry) => {
    if (!plain.reserved(entry.id)) return true;
    seen += 1;
    return stretches.every(({ before, after }) => seen <= before || seen > all - after);
  };
}

/** Text of ids. Special tokens and ids without a token give none. */
export function textOf({ added, model, decode, cleansUp }: Parts, ids: readonly number[]): string {
  const tokens = ids
    .map((id) => added.entry(id)?.shown ?? model.token(id))
    .filter((token) => token !== undefined && !added.isHidden(token))
    .map(String);
  if (tokens.length === 0) return '';
  const text = decode === undefined ? tokens.join(' ') : decode(tokens).join('');
  return cleansUp ? cleanUp(text) : text;
}
