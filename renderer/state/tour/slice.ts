/** The guided tour: offered, at one of its steps, or neither; and what was on screen before it. */
import type { CreateSlice } from '../slice.ts';
import type { BeforeTour } from './steps.ts';

export type TourState =
  | { readonly kind: 'none' }
  | { readonly kind: 'offered' }
  | { readonly kind: 'running'; readonly at: number; readonly before: BeforeTour };

export interface TourSlice {
  readonly tour: TourState;
  readonly setTour: (tour: TourState) => void;
}

export const createTourSlice: CreateSlice<TourSlice> = (set) => ({
  tour: { kind: 'none' },
  setTour: (tour) => set({ tour }),
});
