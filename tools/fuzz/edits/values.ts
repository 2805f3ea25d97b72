/** Values that a JSON document does not expect: other kinds, edges of numbers, long and odd texts, ways out of a folder, nesting. */
import fc from 'fast-check';
import { canaryNames } from '../place.ts';

const numbers = [
  0,
  -0,
  -1,
  1,
  0.5,
  1.5,
  1e-300,
  255,
  65_536,
  1e6,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e15,
  1e21,
  1e300,
  -1e300,
  -(2 ** 31),
];

const waysOut = canaryNames.flatMap((name) => [
  `../outside/${name}`,
  `a/../../outside/${name}`,
  `./../outside/${name}`,
  `..\\outside\\${name}`,
  `{outside}/${name}`,
  `file://{outside}/${name}`,
]);

const texts = [
  '',
  ' ',
  'a',
  '0',
  '-1',
  '1e999',
  'null',
  '.',
  '..',
  '/',
  '~',
  '\\',
  '%s%n',
  '\u0000',
  '\u001b[31m',
  'a\nb',
  '\u202egnp',
  '\ud800',
  'é',
  '😀',
  '🇩🇪',
  '\ufeff',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  '/dev/zero',
  '/dev/stdin',
  '/proc/self/mem',
  'C:\\x',
  '<image>',
  '<s>',
  '{{',
  '{% for %}',
  '(',
  '[',
  'a'.repeat(300),
  'b'.repeat(70_000),
  '(a+)+$',
  '(?:a|a)*b',
  '[^',
  '\\p{L}',
  '(?<!a)',
  'F32',
  'U8',
  'F4',
  'clip',
  'llama',
  'Replace',
  'Split',
  'Sequence',
  'model.safetensors',
  'config.json',
];

/** `levels` lists in each other. */
function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Stands for thousands of lists in each other, which no value of this program could be: in a text it becomes that. */
export const abyss = '{abyss}';

export function withAbyss(text: string): string {
  return text.replaceAll(`"${abyss}"`, () => `${'['.repeat(20_000)}${']'.repeat(20_000)}`);
}

/** JSON values; `{outside}` in a text stands for the folder that nobody chose. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(...numbers) },
  { weight: 4, arbitrary: fc.constantFrom<unknown>(...texts) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(...waysOut) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [{}], [null], { a: null }),
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(nested(70), nested(300), abyss) },
  { weight: 1, arbitrary: fc.constantFrom(100, 5000).map((count) => new Array<number>(count).fill(1)) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

export const hostileKey: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    '',
    'type',
    'id',
    'content',
    'model_type',
    'vision_config',
    'text_config',
    'format',
    'kind',
    '\u001b[2J',
  ),
  fc.string({ maxLength: 12 }),
);
