/** `loop` inside `{% for %}`: looks one entry ahead only where it is asked to, as the loop may change what it goes through. */
import { JinjaError } from './errors.ts';
import { equal } from './operators.ts';
import type { Budget } from './budget.ts';
import { Fn, type Keywords, orElse, Special, Tuple, Undefined, type Value } from './values.ts';

export class Loop extends Special {
  override readonly typeName = 'LoopContext';
  readonly #budget: Budget;
  readonly #recurse: ((items: Value, depth: number) => string) | undefined;
  readonly #depth: number;
  #items: Iterator<Value>;
  #length: number | undefined;
  #index = -1;
  #before: Value | undefined;
  #current: Value | undefined;
  #after: { readonly value: Value | undefined } | undefined;
  #changed: Value | undefined;

  /** @param length where it is known without going through; @param depth 0 for the outermost loop */
  constructor(
    items: Iterator<Value>,
    length: number | undefined,
    options: {
      readonly budget: Budget;
      readonly depth: number;
      readonly recurse: ((items: Value, depth: number) => string) | undefined;
    },
  ) {
    super();
    this.#items = items;
    this.#length = length;
    this.#budget = options.budget;
    this.#depth = options.depth;
    this.#recurse = options.recurse;
  }

  /** The next entry, or undefined after the last. */
  next(): Value | undefined {
    const next = this.#peek();
    this.#after = undefined;
    if (next === undefined) return undefined;
    this.#index += 1;
    this.#before = this.#current;
    this.#current = next;
    return next;
  }

  #peek(): Value | undefined {
    if (this.#after === undefined) {
      const next = this.#items.next();
      this.#after = { value: next.done === true ? undefined : next.value };
    }
    return this.#after.value;
  }

  #count(): number {
    if (this.#length === undefined) {
      const peeked = this.#after?.value === undefined ? 0 : 1;
      const rest = this.#budget.collect({ [Symbol.iterator]: () => this.#items });
      this.#items = rest.values();
      this.#length = rest.length + this.#index + 1 + peeked;
    }
    return this.#length;
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'index':
        return BigInt(this.#index + 1);
      case 'index0':
        return BigInt(this.#index);
      case 'first':
        return this.#index === 0;
      case 'last':
        return this.#peek() === undefined;
      case 'length':
        return BigInt(this.#count());
      case 'revindex':
        return BigInt(this.#count() - this.#index);
      case 'revindex0':
        return BigInt(this.#count() - this.#index - 1);
      case 'previtem':
        return this.#index === 0 ? new Undefined('there is no previous item') : this.#before;
      case 'nextitem':
        return orElse(this.#peek(), () => new Undefined('there is no next item'));
      case 'depth':
        return BigInt(this.#depth + 1);
      case 'depth0':
        return BigInt(this.#depth);
      case 'cycle':
        return new Fn(name, (args) => this.#cycle(args));
      case 'changed':
        return new Fn(name, (args) => this.#isNew(new Tuple(args)));
      default:
        return undefined;
    }
  }

  #cycle(args: readonly Value[]): Value {
    const value = args[this.#index % Math.max(1, args.length)];
    if (value === undefined) throw new JinjaError('no items for cycling given');
    return value;
  }

  #isNew(value: Tuple): boolean {
    if (this.#changed !== undefined && equal(this.#changed, value, this.#budget)) return false;
    this.#changed = value;
    return true;
  }

  override call(args: readonly Value[], keywords: Keywords): Value {
    const [items] = args;
    if (this.#recurse === undefined)
      throw new JinjaError("the loop must have the 'recursive' marker to be called");
    if (items === undefined || args.length > 1 || keywords.size > 0)
      throw new JinjaError('loop() takes one iterable');
    return this.#recurse(items, this.#depth + 1);
  }

  override shown(): string {
    return `<LoopContext ${this.#index + 1}/${this.#count()}>`;
  }
}
