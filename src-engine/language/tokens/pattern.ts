/** Where a pattern matches in a text, and the text cut there. Pieces cover the text without gaps unless matches are removed. */
import { z } from 'zod';
import { compileOniguruma } from './oniguruma.ts';

/** From `start` up to `end`, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly match: boolean;
}

export type Pattern = (text: string) => Span[];

export const patternSchema = z.union(
  [z.looseObject({ String: z.string() }), z.looseObject({ Regex: z.string() })],
  { error: 'must be a String or a Regex' },
);

/** Of `{ "String": … }` or `{ "Regex": … }`. Throws `bad-checkpoint`. */
export function patternOf(source: z.infer<typeof patternSchema>): Pattern {
  return expressionPattern(regexOf(source));
}

/** The same as a global regular expression. */
export function regexOf(source: z.infer<typeof patternSchema>): RegExp {
  if ('Regex' in source && typeof source.Regex === 'string') return compileOniguruma(source.Regex);
  return new RegExp(String(source['String']).replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&'), 'gu');
}

export function expressionPattern(expression: RegExp): Pattern {
  return (text) => {
    if (text === '') return [{ start: 0, end: 0, match: false }];
    const spans: Span[] = [];
    let previous = 0;
    for (const { 0: found, index } of text.matchAll(expression)) {
      // JavaScript finds nothing, but finds it between the two halves of a character too.
      if (found === '' && splitsCharacter(text, index)) continue;
      if (previous !== index) spans.push({ start: previous, end: index, match: false });
      previous = index + found.length;
      spans.push({ start: index, end: previous, match: true });
    }
    if (previous !== text.length) spans.push({ start: previous, end: text.length, match: false });
    return spans;
  };
}

function splitsCharacter(text: string, at: number): boolean {
  return at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff;
}

/** Every character of a class is a match of its own. */
export function characterPattern(matches: (character: string) => boolean): Pattern {
  return (text) => {
    if (text === '') return [{ start: 0, end: 0, match: false }];
    const spans: Span[] = [];
    let previous = 0;
    let at = 0;
    for (const character of text) {
      const end = at + character.length;
      if (matches(character)) {
        if (previous < at) spans.push({ start: previous, end: at, match: false });
        spans.push({ start: at, end, match: true });
        previous = end;
      }
      at = end;
    }
    if (previous < at) spans.push({ start: previous, end: at, match: false });
    return spans;
  };
}

export function inverted(pattern: Pattern): Pattern {
  return (text) => pattern(text).map((span) => ({ ...span, match: !span.match }));
}

export const behaviours = [
  'Removed',
  'Isolated',
  'MergedWithPrevious',
  'MergedWithNext',
  'Contiguous',
] as const;
export type Behaviour = (typeof behaviours)[number];

/** The pieces that stay, in order; some may be empty. */
export function cut(spans: readonly Span[], behaviour: Behaviour): Span[] {
  switch (behaviour) {
    case 'Isolated':
      return [...spans];
    case 'Removed':
      return spans.filter((span) => !span.match);
    case 'Contiguous':
      return joined(spans, (span, before) => span.match === before);
    case 'MergedWithPrevious':
      return joined(spans, (span, before) => span.match && !before);
    case 'MergedWithNext':
      return joined([...spans].reverse(), (span, before) => span.match && !before).reverse();
  }
}

/** @param before whether the span before was a match; none was before the first */
function joined(spans: readonly Span[], joins: (span: Span, before: boolean) => boolean): Span[] {
  const pieces: Span[] = [];
  let before = false;
  for (const span of spans) {
    const last = pieces.at(-1);
    if (last !== undefined && joins(span, before)) {
      pieces[pieces.length - 1] = {
        start: Math.min(last.start, span.start),
        end: Math.max(last.end, span.end),
        match: false,
      };
    } else pieces.push(span);
    before = span.match;
  }
  return pieces;
}
