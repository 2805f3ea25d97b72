/** How a part of tokenizer.json (a normaliser, a decoder) is read: by its `type`, or refused with the path of what is wrong. */
import { z } from 'zod';
import { checked } from '../../files/document.ts';
import { published } from '../../files/published-json.ts';
import { partRefusal } from '../../files/refusal.ts';
import { quote } from '../../files/words.ts';

export const tokenizerFile = published('tokenizer.json');

/** Sequences within sequences; real files have one. */
const deepest = 16;

const tagged = z.looseObject({ type: z.string() });

export interface Part {
  readonly type: string;
  /** Its fields. Throws `bad-checkpoint` naming the one that is wrong. */
  read<T>(schema: z.ZodType<T>): T;
  /** The parts of a sequence, under this name. */
  list(field: string): Part[];
  /** For a type that no reader knows. */
  unknown(what: string): Error;
}

/** `value` at `path` in tokenizer.json; undefined where it is null or missing. */
export function optionalPart(value: unknown, path: readonly string[]): Part | undefined {
  return value === null || value === undefined ? undefined : partOf(value, path, 0);
}

function partOf(value: unknown, path: readonly string[], depth: number): Part {
  if (depth > deepest)
    throw partRefusal(tokenizerFile, path.slice(0, 4).join('.'), 'nests too many sequences');
  const { type } = checked(tagged, value, tokenizerFile, path);
  return {
    type,
    read: (schema) => checked(schema, value, tokenizerFile, path),
    list(field) {
      const fields = checked(z.looseObject({ [field]: z.array(z.unknown()) }), value, tokenizerFile, path);
      const parts = z.array(z.unknown()).parse(fields[field]);
      return parts.map((part, index) => partOf(part, [...path, field, String(index)], depth + 1));
    },
    unknown: (what) =>
      partRefusal(tokenizerFile, path.join('.'), `is ${quote(type)}, which is no ${what} that is known`),
  };
}
