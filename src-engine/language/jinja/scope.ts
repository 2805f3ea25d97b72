/** Names and their values at one place of a template: the scope's own, then those around it. */
import type { Value } from './values.ts';

/** A name that belongs to a scope and has no value yet hides what lies outside. */
type Slot = { readonly value: Value } | 'empty';

export class Scope {
  readonly #slots = new Map<string, Slot>();
  readonly #parent: Scope | undefined;

  constructor(parent: Scope | undefined, hidden: readonly string[] = []) {
    this.#parent = parent;
    for (const name of hidden) this.#slots.set(name, 'empty');
  }

  set(name: string, value: Value): void {
    this.#slots.set(name, { value });
  }

  clear(name: string): void {
    this.#slots.set(name, 'empty');
  }

  has(name: string): boolean {
    return this.#slots.get(name) !== undefined && this.#slots.get(name) !== 'empty';
  }

  /** Undefined where the name is unknown or has no value here. */
  get(name: string): Value | undefined {
    const slot = this.#slots.get(name);
    if (slot === undefined) return this.#parent?.get(name);
    return slot === 'empty' ? undefined : slot.value;
  }
}
