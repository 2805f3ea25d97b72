/** Answers with as many tokens spread evenly, which those with regions are compared with; one a picture. Asks nobody for anything. */
import type { EvenAnswer } from '../../../src-engine/report/even-answer.ts';
import type { Finished } from '../run.ts';
import type { CreateSlice } from '../slice.ts';

/** `steered`: the answer with regions that it is for. */
export type Even = { readonly steered: Finished } & (
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly even: EvenAnswer }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string }
);

export interface EvenSlice {
  readonly evens: Readonly<Record<string, Even>>; // by image id
  readonly setEven: (imageId: string, even: Even) => void;
}

export const createEvenSlice: CreateSlice<EvenSlice> = (set) => ({
  evens: {},
  setEven: (imageId, even) => set((state) => ({ evens: { ...state.evens, [imageId]: even } })),
});
