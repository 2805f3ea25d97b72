/** Gives the arguments of a call their names, as Python does for a function with such parameters. */
import { JinjaError } from './errors.ts';
import { type Keywords, type Value, textOf, typeName } from './values.ts';

/** The values in the order of `parameters`; undefined where one was not given. Throws for too many, unknown and double ones. */
export function bind(
  name: string,
  parameters: readonly string[],
  args: readonly Value[],
  keywords: Keywords,
): readonly (Value | undefined)[] {
  if (args.length > parameters.length) {
    throw new JinjaError(`${name}() takes at most ${parameters.length} arguments, not ${args.length}`);
  }
  for (const key of keywords.keys()) {
    const at = parameters.indexOf(key);
    if (at < 0) throw new JinjaError(`${name}() got an unexpected keyword argument '${key}'`);
    if (at < args.length) throw new JinjaError(`${name}() got multiple values for argument '${key}'`);
  }
  return parameters.map((parameter, at) => args[at] ?? (args.length > at ? null : keywords.get(parameter)));
}

export function required(name: string, value: Value | undefined): Value {
  if (value === undefined) throw new JinjaError(`${name}() misses an argument`);
  return value;
}

export function requiredText(name: string, value: Value | undefined): string {
  const text = textOf(required(name, value));
  if (text === undefined) throw new JinjaError(`${name}() takes text, not ${typeName(value ?? null)}`);
  return text;
}
