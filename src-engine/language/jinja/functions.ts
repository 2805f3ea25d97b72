/** The functions that every chat template may call, as transformers hands them over. */
import { bind, required, requiredText } from './arguments.ts';
import type { Budget } from './budget.ts';
import { JinjaError, JinjaRaised, JinjaUnsupported } from './errors.ts';
import { iterate } from './operators.ts';
import { str } from './show.ts';
import { strftime } from './strftime.ts';
import {
  Dict,
  Fn,
  indexOf,
  type Keywords,
  Namespace,
  Range,
  Special,
  textOf,
  typeName,
  type Value,
} from './values.ts';

export interface FunctionContext {
  readonly budget: Budget;
  /** What time it is; asking is noted by whoever answers. */
  readonly now: () => Date;
}

export function templateFunctions({ budget, now }: FunctionContext): ReadonlyMap<string, Value> {
  const functions: readonly Fn[] = [
    new Fn('range', (args) => range(args, budget)),
    new Fn('dict', (args, keywords) => dict(args, keywords, budget)),
    new Fn('namespace', (args, keywords) => namespace(args, keywords, budget)),
    new Fn('raise_exception', (args, keywords) => {
      const [message] = bind('raise_exception', ['message'], args, keywords);
      throw new JinjaRaised(str(required('raise_exception', message), budget));
    }),
    new Fn('strftime_now', (args, keywords) => {
      const [format] = bind('strftime_now', ['format'], args, keywords);
      return budget.text(strftime(now(), requiredText('strftime_now', format)));
    }),
    new Fn('cycler', (args) => new Cycler(args)),
    new Fn('joiner', (args, keywords) => joiner(args, keywords, budget)),
    new Fn('lipsum', () => {
      throw new JinjaUnsupported("the function 'lipsum'");
    }),
  ];
  return new Map(functions.map((fn) => [fn.name, fn]));
}

function range(args: readonly Value[], budget: Budget): Value {
  if (args.length === 0 || args.length > 3) throw new JinjaError('range() takes one to three numbers');
  const [first = 0, second, step = 1] = args.map(indexOf);
  if (step === 0) throw new JinjaError('range() arg 3 must not be zero');
  const made = second === undefined ? new Range(0, first, step) : new Range(first, second, step);
  budget.entries(made.length);
  return made;
}

function dict(args: readonly Value[], keywords: Keywords, budget: Budget): Dict {
  if (args.length > 1) throw new JinjaError('dict expected at most 1 argument');
  const [from] = args;
  const pairs = from instanceof Dict ? [...from.entries()] : from === undefined ? [] : pairsOf(from, budget);
  return Dict.of([...pairs, ...keywords]);
}

function pairsOf(value: Value, budget: Budget): (readonly [Value, Value])[] {
  return budget.collect(iterate(value)).map((pair) => {
    const [key, item, more] = [...iterate(pair)];
    if (key === undefined || item === undefined || more !== undefined)
      throw new JinjaError('a dict is made of pairs');
    return [key, item] as const;
  });
}

function namespace(args: readonly Value[], keywords: Keywords, budget: Budget): Namespace {
  const made = new Namespace();
  for (const [key, value] of dict(args, keywords, budget).entries()) {
    const name = textOf(key);
    if (name === undefined) throw new JinjaUnsupported(`a ${typeName(key)} as a name in a namespace`);
    setInNamespace(made, name, value);
  }
  return made;
}

/** transformers keeps names with an underscore out of a namespace. */
export function setInNamespace(space: Namespace, name: string, value: Value): void {
  if (name.startsWith('_')) throw new JinjaError(`a namespace cannot hold '${name}'`);
  space.attributes.set(name, value);
}

function joiner(args: readonly Value[], keywords: Keywords, budget: Budget): Value {
  const [separator = ', '] = bind('joiner', ['sep'], args, keywords);
  let used = false;
  return new Fn('joiner', () => {
    const text = used ? str(separator, budget) : '';
    used = true;
    return text;
  });
}

class Cycler extends Special {
  override readonly typeName = 'Cycler';
  readonly #items: readonly Value[];
  #at = 0;

  constructor(items: readonly Value[]) {
    super();
    if (items.length === 0) throw new JinjaError('at least one item has to be provided');
    this.#items = items;
  }

  override attribute(name: string): Value | undefined {
    const current = this.#items[this.#at] ?? null;
    if (name === 'current') return current;
    if (name === 'reset') {
      return new Fn(name, () => {
        this.#at = 0;
        return null;
      });
    }
    if (name !== 'next') return undefined;
    return new Fn(name, () => {
      const value = this.#items[this.#at] ?? null;
      this.#at = (this.#at + 1) % this.#items.length;
      return value;
    });
  }

  override call(): Value {
    throw new JinjaError("'Cycler' object is not callable");
  }

  override shown(): string {
    throw new JinjaUnsupported('a cycler as text');
  }
}
