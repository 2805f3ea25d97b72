/** The methods of Python's str that a template may call. */
import { bind, required, requiredText } from './arguments.ts';
import type { Budget } from './budget.ts';
import { capitalise, swapCase, titleCase } from './letter-case.ts';
import { JinjaError, JinjaUnsupported } from './errors.ts';
import { formatText } from './format-text.ts';
import { pad } from './percent-format.ts';
import {
  codePoints,
  isSpace,
  lengthOf,
  pointsBefore,
  spaceClass,
  splitLines,
  strip,
  stripLeft,
} from './python-text.ts';
import { iterate, length, truth } from './operators.ts';
import { type Keywords, type Value, indexOf, List, textOf, Tuple, typeName } from './values.ts';

type Method = (text: string, args: readonly Value[], keywords: Keywords, budget: Budget) => Value;

/** A method without parameters. */
const plain =
  (made: (text: string) => Value): Method =>
  (text, args, keywords) => {
    if (args.length + keywords.size > 0) throw new JinjaError('a method without parameters got one');
    return made(text);
  };

const stripped =
  (ends: 'left' | 'right' | 'both'): Method =>
  (text, args, keywords) => {
    const [characters] = bind('strip', ['chars'], args, keywords);
    return strip(
      text,
      ends,
      characters === undefined || characters === null ? undefined : requiredText('strip', characters),
    );
  };

const justified =
  (towards: 'left' | 'right' | 'centre'): Method =>
  (text, args, keywords, budget) => {
    const [width, filler = ' '] = bind('just', ['width', 'fillchar'], args, keywords);
    const room = indexOf(required('just', width));
    budget.characters(room);
    const character = requiredText('just', filler);
    if (lengthOf(character) !== 1)
      throw new JinjaError('the fill character must be exactly one character long');
    return pad(text, room, towards, character);
  };

/** `find`, `count` and the like look at a slice. */
function window(text: string, start: Value | undefined, end: Value | undefined): readonly [string, number] {
  const points = codePoints(text);
  const place = (value: Value | undefined, missing: number): number => {
    const at = value === undefined || value === null ? missing : indexOf(value);
    return Math.min(at < 0 ? Math.max(0, at + points.length) : at, points.length);
  };
  const from = place(start, 0);
  return [points.slice(from, Math.max(from, place(end, points.length))).join(''), from];
}

const found =
  (last: boolean, strict: boolean): Method =>
  (text, args, keywords) => {
    const [part, start, end] = bind('find', ['sub', 'start', 'end'], args, keywords);
    const [inside, offset] = window(text, start, end);
    const sought = requiredText('find', part);
    const at = last ? inside.lastIndexOf(sought) : inside.indexOf(sought);
    if (at < 0 && strict) throw new JinjaError('substring not found');
    return BigInt(at < 0 ? -1 : pointsBefore(inside, at) + offset);
  };

const affix =
  (test: (text: string, part: string) => boolean): Method =>
  (text, args, keywords) => {
    const [parts, start, end] = bind('startswith', ['prefix', 'start', 'end'], args, keywords);
    const [inside] = window(text, start, end);
    const given = required('startswith', parts);
    const all = given instanceof Tuple ? given.items : [given];
    return all.some((part) => test(inside, requiredText('startswith', part)));
  };

function limit(value: Value | undefined): number {
  const count = value === undefined ? -1 : indexOf(value);
  return count < 0 ? Number.POSITIVE_INFINITY : count;
}

function split(text: string, args: readonly Value[], keywords: Keywords, budget: Budget): Value {
  const [separator = null, most] = bind('split', ['sep', 'maxsplit'], args, keywords);
  const cuts = limit(most);
  const parts: string[] = [];
  if (separator === null) {
    let rest = stripLeft(text);
    const word = new RegExp(`^[^${spaceClass}]+`, 'u');
    while (rest !== '' && parts.length < cuts) {
      const [first = ''] = word.exec(rest) ?? [];
      parts.push(first);
      rest = stripLeft(rest.slice(first.length));
    }
    if (rest !== '') parts.push(rest);
  } else {
    const at = nonEmpty(requiredText('split', separator));
    const pieces = text.split(at);
    parts.push(...pieces.slice(0, cuts));
    if (pieces.length > cuts) parts.push(pieces.slice(cuts).join(at));
  }
  budget.entries(parts.length);
  return new List(parts);
}

function splitFromRight(text: string, args: readonly Value[], keywords: Keywords, budget: Budget): Value {
  const [separator = null, most] = bind('rsplit', ['sep', 'maxsplit'], args, keywords);
  const cuts = limit(most);
  if (cuts === Number.POSITIVE_INFINITY) return split(text, [separator], new Map(), budget);
  let parts: string[] = [];
  if (separator === null) {
    const words = [...text.matchAll(new RegExp(`[^${spaceClass}]+`, 'gu'))];
    const kept = Math.max(0, words.length - cuts);
    parts = words.slice(kept).map(([word]) => word);
    const before = words[kept - 1];
    if (before !== undefined) parts.unshift(text.slice(0, before.index + before[0].length));
  } else {
    const at = nonEmpty(requiredText('rsplit', separator));
    const pieces = text.split(at);
    const kept = Math.max(0, pieces.length - cuts);
    parts = pieces.slice(kept);
    if (kept > 0) parts.unshift(pieces.slice(0, kept).join(at));
  }
  budget.entries(parts.length);
  return new List(parts);
}

function nonEmpty(separator: string): string {
  if (separator === '') throw new JinjaError('empty separator');
  return separator;
}

const partition =
  (last: boolean): Method =>
  (text, args, keywords) => {
    const [separator] = bind('partition', ['sep'], args, keywords);
    const at = nonEmpty(requiredText('partition', separator));
    const place = last ? text.lastIndexOf(at) : text.indexOf(at);
    if (place < 0) return new Tuple(last ? ['', '', text] : [text, '', '']);
    return new Tuple([text.slice(0, place), at, text.slice(place + at.length)]);
  };

/** Every occurrence, or the first `count`; between all characters where `old` is empty. */
export function replace(text: string, old: string, made: string, count: number, budget: Budget): string {
  const pieces = old === '' ? ['', ...codePoints(text), ''] : text.split(old);
  const cuts = count < 0 ? pieces.length - 1 : Math.min(count, pieces.length - 1);
  budget.characters(text.length + cuts * made.length);
  return (
    pieces
      .slice(0, cuts)
      .map((piece) => piece + made)
      .join('') + pieces.slice(cuts).join(old)
  );
}

function join(text: string, args: readonly Value[], keywords: Keywords, budget: Budget): Value {
  const [items] = bind('join', ['iterable'], args, keywords);
  const parts = budget.collect(iterate(required('join', items))).map((item) => {
    const part = textOf(item);
    if (part === undefined) throw new JinjaError(`join() expected text, not ${typeName(item)}`);
    return part;
  });
  return budget.join(parts, text);
}

const digits = /^\p{Nd}+$/u;

function isDigit(text: string): boolean {
  if (/^[\p{Nd}\p{No}]+$/u.test(text) && !digits.test(text))
    throw new JinjaUnsupported("'isdigit' on such characters");
  return digits.test(text);
}

function isNumeric(text: string): boolean {
  if (/^[\p{N}\p{Script=Han}]+$/u.test(text) && /\p{Script=Han}/u.test(text)) {
    throw new JinjaUnsupported("'isnumeric' on Chinese characters");
  }
  return /^\p{N}+$/u.test(text);
}

export const isLower = (text: string): boolean =>
  /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text);
export const isUpper = (text: string): boolean =>
  /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text);

export const stringMethods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['capitalize', plain(capitalise)],
  ['casefold', plain((text) => (/^[\0-\x7f]*$/u.test(text) ? text.toLowerCase() : unsupported('casefold')))],
  ['center', justified('centre')],
  ['count', count],
  ['endswith', affix((text, part) => text.endsWith(part))],
  ['expandtabs', plain((text) => (text.includes('\t') ? unsupported('expandtabs') : text))],
  ['find', found(false, false)],
  ['format', formatText],
  ['index', found(false, true)],
  ['isalnum', plain((text) => /^[\p{L}\p{N}]+$/u.test(text))],
  ['isalpha', plain((text) => /^\p{L}+$/u.test(text))],
  ['isascii', plain((text) => /^[\0-\x7f]*$/u.test(text))],
  ['isdecimal', plain((text) => digits.test(text))],
  ['isdigit', plain(isDigit)],
  ['isidentifier', plain((text) => /^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(text))],
  ['islower', plain(isLower)],
  ['isnumeric', plain(isNumeric)],
  ['isspace', plain(isSpace)],
  ['isupper', plain(isUpper)],
  ['join', join],
  ['ljust', justified('left')],
  ['lower', plain((text) => text.toLowerCase())],
  ['lstrip', stripped('left')],
  ['partition', partition(false)],
  ['removeprefix', removeAffix('removeprefix')],
  ['removesuffix', removeAffix('removesuffix')],
  ['replace', replaceMethod],
  ['rfind', found(true, false)],
  ['rindex', found(true, true)],
  ['rjust', justified('right')],
  ['rpartition', partition(true)],
  ['rsplit', splitFromRight],
  ['rstrip', stripped('right')],
  ['split', split],
  ['splitlines', splitLinesMethod],
  ['startswith', affix((text, part) => text.startsWith(part))],
  ['strip', stripped('both')],
  ['swapcase', plain(swapCase)],
  ['title', plain(titleCase)],
  ['upper', plain((text) => text.toUpperCase())],
  ['zfill', fillWithZeros],
]);

function unsupported(method: string): never {
  throw new JinjaUnsupported(`the method '${method}' on such text`);
}

function count(text: string, args: readonly Value[], keywords: Keywords): Value {
  const [part, start, end] = bind('count', ['sub', 'start', 'end'], args, keywords);
  const [inside] = window(text, start, end);
  const sought = requiredText('count', part);
  return BigInt(sought === '' ? lengthOf(inside) + 1 : inside.split(sought).length - 1);
}

function removeAffix(name: 'removeprefix' | 'removesuffix'): Method {
  return (text, args, keywords) => {
    const [affixed] = bind(name, ['affix'], args, keywords);
    const part = requiredText(name, affixed);
    if (name === 'removeprefix') return text.startsWith(part) ? text.slice(part.length) : text;
    return part !== '' && text.endsWith(part) ? text.slice(0, -part.length) : text;
  };
}

function replaceMethod(text: string, args: readonly Value[], keywords: Keywords, budget: Budget): Value {
  const [old, made, most] = bind('replace', ['old', 'new', 'count'], args, keywords);
  const times = most === undefined ? -1 : indexOf(most);
  return replace(text, requiredText('replace', old), requiredText('replace', made), times, budget);
}

function splitLinesMethod(text: string, args: readonly Value[], keywords: Keywords, budget: Budget): Value {
  const [keep = false] = bind('splitlines', ['keepends'], args, keywords);
  const lines = splitLines(text, truth(keep));
  budget.entries(lines.length);
  return new List(lines);
}

function fillWithZeros(text: string, args: readonly Value[], keywords: Keywords, budget: Budget): Value {
  const [width] = bind('zfill', ['width'], args, keywords);
  const room = indexOf(required('zfill', width));
  budget.characters(room);
  const sign = /^[+-]/u.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(Math.max(0, room - length(text))) + text.slice(sign.length);
}
