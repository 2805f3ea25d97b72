/** What a method of reduction is: one object each, from the words of a user to the plan of the encoder. methods.ts lists them. */
import type { z } from 'zod';
import type { FlagName, ReductionFlags } from './flags.ts';
import type { Encoder, Plan } from './plan.ts';

export interface Reduction<Request> {
  /** As captions name it. */
  readonly label: string;
  /** As the window's choice names it. */
  readonly choice: string;
  /** What its numbers count: tokens of the encoder, or rows that the language model computes. Where every token is a row they are the same. */
  readonly counts: 'tokens' | 'rows';
  /** Models that it is made for: those whose tokens are rows, or those that join squares of patches into rows. Absent: all. */
  readonly only?: 'tokens' | 'cells';
  /** True: it merges between the layers of the encoder, which an encoder of grids of any shape does not allow. */
  readonly inEncoder?: true;
  /** What its tokens are, as the heading of an answer says it. */
  readonly tokens: string;
  /** One sentence for somebody who chooses. */
  readonly what: string;
  /** One or two sentences for somebody who has not met it. */
  readonly help: string;
  readonly schema: z.ZodType<Request>;
  /** What a slider sets: the average over images, the same count for every image, or nothing. */
  readonly control: 'average' | 'count' | 'none';
  /** What the slider's number asks for [tokens per view, or rows]. */
  ofTokens(tokens: number): Request;
  /** The same as a share of what every view has, for models whose views differ in size. */
  ofShare(share: number): Request;
  /** What virtual unmerging means for its tokens, where they are not merged ones; may be empty. */
  readonly places: string;
  /** What a request asks for, as a caption says it. `target`: the average that was aimed at, where it is known. */
  words(request: Request, target: number | null): string;
  /** The options of the command line that it takes. Where no method is named, the first of the table that takes the option is meant. */
  readonly flags: readonly FlagName[];
  /** Throws `bad-input` with a sentence for what cannot be understood. */
  fromFlags(flags: ReductionFlags): Request;
  /** How evaluations write it: `name`, or `name:amount`. */
  readonly mode: { readonly name: string; readonly forms: readonly string[] };
  /** @param amount what stands behind the colon; undefined is returned for what the method does not know */
  fromMode(amount: string | undefined): Request | undefined;
  /** Whether the request means nothing without a calibration of the encoder. */
  needsCalibration(request: Request): boolean;
  /** Throws `bad-input` or `bad-calibration` with a sentence. */
  plan(request: Request, encoder: Encoder): Plan;
}
