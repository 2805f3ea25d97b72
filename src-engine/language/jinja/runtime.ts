/** What filters, tests and functions of a template may use. */
import type { Budget } from './budget.ts';
import type { Keywords, Value } from './values.ts';

export interface Runtime {
  readonly budget: Budget;
  /** A filter by its name, as `map` applies it. */
  filter(name: string, value: Value, args: readonly Value[], keywords: Keywords): Value;
  /** A test by its name, as `select` applies it. */
  test(name: string, value: Value, args: readonly Value[], keywords: Keywords): boolean;
}

export type Filter = (runtime: Runtime, value: Value, args: readonly Value[], keywords: Keywords) => Value;
