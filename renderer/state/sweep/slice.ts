/** Sweeps: what is to be asked, and what each picture's last one has answered so far. Asks nobody for anything. */
import type { SweepMethod, SweepRow } from '../../../src-engine/engine.ts';
import type { Origin } from '../run.ts';
import type { CreateSlice } from '../slice.ts';
import type { CustomThresholds } from '../thresholds/custom.ts';
import { usualPlan, type SweepPlan } from './plan.ts';

/** What a sweep belongs to; compared with what the controls say now. */
export interface SweepAsked {
  readonly model: string; // its folder
  readonly question: string;
  readonly virtualUnmerging: boolean;
  readonly reading: string; // key
  readonly regions: string; // key
  readonly imageBackend: string;
  readonly tower: string;
  readonly precision?: string; // of the language model; fp32 unless said
  /** In force then: they have a row of their own. */
  readonly custom?: CustomThresholds;
}

export type SweepState =
  | { readonly kind: 'running' }
  | { readonly kind: 'done' }
  /** By the user; what was answered stays. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string };

export interface Sweep {
  readonly asked: SweepAsked;
  readonly methods: readonly SweepMethod[];
  /** The engine's job; null until it has one. */
  readonly job: number | null;
  readonly rows: readonly SweepRow[];
  readonly total: number; // rows when it is done
  readonly state: SweepState;
  /** Of a sweep that came in a session's file from elsewhere: its times are not this computer's. */
  readonly origin?: Origin;
}

export interface SweepSlice {
  /** The table stands in the answers' place. */
  readonly sweepOpen: boolean;
  readonly sweepPlan: SweepPlan;
  readonly sweepWords: boolean; // the words that differ are marked
  readonly sweeps: Readonly<Record<string, Sweep>>; // by image id
  readonly setSweepOpen: (open: boolean) => void;
  readonly planSweep: (change: Partial<SweepPlan>) => void;
  readonly setSweepWords: (marked: boolean) => void;
  readonly setSweep: (imageId: string, sweep: Sweep) => void;
}

export const createSweepSlice: CreateSlice<SweepSlice> = (set) => ({
  sweepOpen: false,
  sweepPlan: usualPlan,
  sweepWords: false,
  sweeps: {},
  setSweepOpen: (sweepOpen) => set({ sweepOpen }),
  planSweep: (change) => set((state) => ({ sweepPlan: { ...state.sweepPlan, ...change } })),
  setSweepWords: (sweepWords) => set({ sweepWords }),
  setSweep: (imageId, sweep) => set((state) => ({ sweeps: { ...state.sweeps, [imageId]: sweep } })),
});
