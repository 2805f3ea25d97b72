/** Jinja2's tests, what stands after `is`. */
import { bind, required } from './arguments.ts';
import { binary, compare, hasLength, isIterable } from './operators.ts';
import type { CompareOperator } from './nodes.ts';
import type { Runtime } from './runtime.ts';
import { str } from './show.ts';
import { isLower, isUpper } from './string-methods.ts';
import { JinjaError } from './errors.ts';
import {
  Dict,
  Fn,
  Lazy,
  Markup,
  numberOf,
  Special,
  textOf,
  Undefined,
  View,
  type Keywords,
  type Value,
} from './values.ts';

type Test = (runtime: Runtime, value: Value, args: readonly Value[], keywords: Keywords) => boolean;

/** A test without arguments. */
const plain =
  (passes: (value: Value, runtime: Runtime) => boolean): Test =>
  (runtime, value, args, keywords) => {
    bind('a test', [], args, keywords);
    return passes(value, runtime);
  };

const compared =
  (operator: CompareOperator): Test =>
  (runtime, value, args, keywords) => {
    const [other] = bind(operator, ['other'], args, keywords);
    return compare(operator, value, required(operator, other), runtime.budget);
  };

const remainder = (value: Value, by: Value, rest: bigint, runtime: Runtime): boolean =>
  compare('==', binary('%', value, by, runtime.budget), rest, runtime.budget);

const divisibleBy: Test = (runtime, value, args, keywords) => {
  const [by] = bind('divisibleby', ['num'], args, keywords);
  return remainder(value, required('divisibleby', by), 0n, runtime);
};

const sameAs: Test = (_, value, args, keywords) => {
  const [other] = bind('sameas', ['other'], args, keywords);
  return Object.is(value, required('sameas', other));
};

export const templateTests: Readonly<Record<string, Test>> = {
  boolean: plain((value) => typeof value === 'boolean'),
  callable: plain(
    (value) =>
      value instanceof Undefined ||
      value instanceof Fn ||
      (value instanceof Special && value.typeName !== 'Cycler'),
  ),
  defined: plain((value) => !(value instanceof Undefined)),
  divisibleby: divisibleBy,
  escaped: plain((value) => value instanceof Markup),
  even: plain((value, runtime) => remainder(value, 2n, 0n, runtime)),
  false: plain((value) => value === false),
  float: plain((value) => typeof value === 'number'),
  in: (runtime, value, args, keywords) => {
    const [container] = bind('in', ['seq'], args, keywords);
    return compare('in', value, required('in', container), runtime.budget);
  },
  integer: plain((value) => typeof value === 'bigint'),
  iterable: plain((value) => isIterable(value)),
  lower: plain((value, { budget }) => isLower(str(value, budget))),
  mapping: plain((value) => value instanceof Dict),
  none: plain((value) => value === null),
  number: plain((value) => numberOf(value) !== undefined),
  odd: plain((value, runtime) => remainder(value, 2n, 1n, runtime)),
  sameas: sameAs,
  sequence: plain(
    (value) =>
      hasLength(value) && !(value instanceof View || value instanceof Special || value instanceof Lazy),
  ),
  string: plain((value) => textOf(value) !== undefined),
  true: plain((value) => value === true),
  undefined: plain((value) => value instanceof Undefined),
  upper: plain((value, { budget }) => isUpper(str(value, budget))),
  '==': compared('=='),
  eq: compared('=='),
  equalto: compared('=='),
  '!=': compared('!='),
  ne: compared('!='),
  '>': compared('>'),
  gt: compared('>'),
  greaterthan: compared('>'),
  '>=': compared('>='),
  ge: compared('>='),
  '<': compared('<'),
  lt: compared('<'),
  lessthan: compared('<'),
  '<=': compared('<='),
  le: compared('<='),
};

/** Throws JinjaError for a test that Jinja2 has not. */
export function runTest(
  runtime: Runtime,
  name: string,
  value: Value,
  args: readonly Value[],
  keywords: Keywords,
): boolean {
  const test = Object.hasOwn(templateTests, name) ? templateTests[name] : undefined;
  if (test === undefined) throw new JinjaError(`there is no test '${name}'`);
  return test(runtime, value, args, keywords);
}
