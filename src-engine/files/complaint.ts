/** What a schema holds against a value, in words: the field, what it is, and what it must be. Only the first thing is said. */
import type { z } from 'zod';
import { clip, show } from './words.ts';

export interface Complaint {
  /** `text_config.hidden_size`; empty for the whole value. */
  readonly field: string;
  /** `is 0, but must be a whole number from 1 to 65536` */
  readonly fact: string;
}

/** A schema's own messages begin with "must"; for those that zod makes, words are found here. */
export function complaint(
  { issues: [issue] }: z.ZodError,
  value: unknown,
  prefix: readonly string[] = [],
): Complaint {
  const path = issue?.path ?? [];
  if (issue?.code === 'unrecognized_keys') {
    return {
      field: fieldName([...prefix, ...path, issue.keys[0] ?? '']),
      fact: 'is not a field that is known',
    };
  }
  const actual = valueAt(value, path);
  const rule = issue?.message.startsWith('must ') ? issue.message : issue && ruleOf(issue);
  return {
    field: fieldName([...prefix, ...path]),
    fact: `${actual === undefined ? 'is missing' : `is ${show(actual)}`}, but ${rule ?? 'must have another form'}`,
  };
}

function fieldName(path: readonly PropertyKey[]): string {
  return clip(path.map((key) => String(key)).join('.'));
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Reflect.get(current, key);
  }
  return current;
}

const kinds: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['tuple', 'a list'],
  ['object', 'an object'],
  ['record', 'an object'],
  ['null', 'null'],
]);

function ruleOf(issue: z.core.$ZodIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const kind = kinds.get(issue.expected);
      return kind === undefined ? undefined : `must be ${kind}`;
    }
    case 'invalid_value':
      return `must be ${issue.values.map((value) => show(value)).join(' or ')}`;
    case 'too_small':
      return bound(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return bound(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    default:
      return undefined;
  }
}

function bound(origin: string, words: string, limit: number | bigint): string {
  if (origin === 'string') return `must have ${words} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  if (origin === 'array' || origin === 'set')
    return `must have ${words} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `must be ${words} ${limit}`;
}
