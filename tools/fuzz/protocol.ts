/** What the pool and its child processes say to each other. */
import type { Outcome } from './run-case.ts';

export type Order =
  /** Cases `from` to `to` of a target's stream with this seed. */
  | {
      readonly kind: 'stream';
      readonly target: string;
      readonly seed: number;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'input'; readonly target: string; readonly input: unknown };

export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'begun'; readonly index: number }
  | { readonly kind: 'ended'; readonly index: number; readonly outcome: Outcome }
  | { readonly kind: 'done' }
  /** The target itself does not work: a fault of the program that looks for faults. */
  | { readonly kind: 'broken'; readonly words: string };
