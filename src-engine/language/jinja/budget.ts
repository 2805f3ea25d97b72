/** Counts what a template does instead of looking at a clock: the same template ends in the same way on a busy computer. */
import type { JinjaLimits } from '../limits.ts';
import { JinjaError } from './errors.ts';

/** Characters that cost as much as one evaluated node. */
const charactersPerStep = 64;

export class Budget {
  readonly limits: JinjaLimits;
  #steps = 0;
  #depth = 0;

  constructor(limits: JinjaLimits) {
    this.limits = limits;
  }

  spend(steps = 1): void {
    this.#steps += steps;
    if (this.#steps > this.limits.steps) throw new JinjaError('the template does not come to an end');
  }

  /** Before a text of that many characters is made. */
  characters(count: number): void {
    if (count > this.limits.text) throw new JinjaError('its text grows too long');
    this.spend(Math.floor(count / charactersPerStep));
  }

  /** Before every character of a text is looked at. */
  read(text: string): void {
    this.spend(Math.floor(text.length / charactersPerStep));
  }

  text(made: string): string {
    this.characters(made.length);
    return made;
  }

  /** Before a list of that many entries is made. */
  entries(count: number): void {
    if (count > this.limits.list) throw new JinjaError('a list in it grows too long');
    this.spend(count);
  }

  /** Everything that an iterable gives, one step each. */
  collect<T>(items: Iterable<T>): T[] {
    const collected: T[] = [];
    for (const item of items) {
      if (collected.length >= this.limits.list) throw new JinjaError('a list in it grows too long');
      this.spend();
      collected.push(item);
    }
    return collected;
  }

  join(parts: readonly string[], separator = ''): string {
    const length = parts.reduce((sum, part) => sum + part.length + separator.length, 0);
    this.characters(Math.max(0, length - separator.length));
    return parts.join(separator);
  }

  /** Runs something that may run itself again: a macro, a recursive loop, what is nested. */
  nested<T>(run: () => T): T {
    this.#depth += 1;
    if (this.#depth > this.limits.depth) throw new JinjaError('it nests too deeply');
    try {
      return run();
    } finally {
      this.#depth -= 1;
    }
  }
}
