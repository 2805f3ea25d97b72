/** Models beyond the one in use: what a download would bring, what lies in the download cache, what folders hold, and who is asked for models. */
import type { HubState } from '../../electron/bridge.ts';
import type { HubModels, HubPlan, Inspection } from '../../src-engine/engine.ts';
import type { CreateSlice } from './slice.ts';

export type PlanState =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking'; readonly model: string }
  | { readonly kind: 'ready'; readonly plan: HubPlan }
  | { readonly kind: 'failed'; readonly message: string };

export type CacheState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ready'; readonly found: HubModels }
  | { readonly kind: 'failed'; readonly message: string };

export type InspectionState =
  | { readonly kind: 'looking' }
  | { readonly kind: 'ready'; readonly inspection: Inspection }
  | { readonly kind: 'failed'; readonly message: string };

export interface HubSlice {
  /** Null until the host has said something, and where it says nothing. */
  readonly hub: HubState | null;
  readonly downloadOpen: boolean;
  readonly plan: PlanState;
  readonly cached: CacheState;
  /** By folder. */
  readonly inspections: Readonly<Record<string, InspectionState>>;
  readonly setHub: (hub: HubState) => void;
  readonly setDownloadOpen: (open: boolean) => void;
  readonly setPlan: (plan: PlanState) => void;
  readonly setCached: (cached: CacheState) => void;
  readonly setInspection: (directory: string, state: InspectionState) => void;
}

export const createHubSlice: CreateSlice<HubSlice> = (set) => ({
  hub: null,
  downloadOpen: false,
  plan: { kind: 'none' },
  cached: { kind: 'unknown' },
  inspections: {},
  setHub: (hub) => set({ hub }),
  setDownloadOpen: (downloadOpen) => set({ downloadOpen }),
  setPlan: (plan) => set({ plan }),
  setCached: (cached) => set({ cached }),
  setInspection: (directory, state) =>
    set(({ inspections }) => ({ inspections: { ...inspections, [directory]: state } })),
});
