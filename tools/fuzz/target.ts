/** A reader of hostile input: what is fed to it, how it is run, and what one input may cost. */
import type fc from 'fast-check';
import type { Place } from './place.ts';

export interface Target<Input = unknown> {
  readonly name: string;
  /** Inputs, made from whole files by the edits of their format. May read fixtures; the same seed gives the same inputs. */
  readonly inputs: () => Promise<fc.Arbitrary<Input>>;
  /** Does with the input what the program does. Resolves, or rejects with what the program would say. */
  readonly run: (input: Input, place: Place) => Promise<unknown>;
  /** Resident growth that one input may cause, in bytes. */
  readonly mostBytes: number;
  /** Milliseconds of processor time after which an input counts as a hang. */
  readonly mostCpu: number;
  /** What the input names may be read wherever it lies: a list of pictures is a list of the user's own. */
  readonly readsElsewhere?: true;
}

/** A target whose input has a type of its own, among others. */
export function target<Input>(made: Target<Input>): Target {
  return { ...made, run: (input, place) => made.run(input as Input, place) };
}

export const MB = 1024 * 1024;
