/** The window's whole state: one vanilla store put together from small slices. Actions change state only; whoever talks to the engine lives in session/. */
import { subscribeWithSelector } from 'zustand/middleware';
import { createStore, type Mutate, type StoreApi } from 'zustand/vanilla';
import { createAnswersSlice, type AnswersSlice } from './answers-slice.ts';
import { createBenchSlice, type BenchSlice } from './bench-slice.ts';
import { createChoicesSlice, type ChoicesSlice } from './choices-slice.ts';
import { createCollectionSlice, type CollectionSlice } from './collection-slice.ts';
import { createEvaluationSlice, type EvaluationSlice } from './evaluation-slice.ts';
import { createFrameSlice, type FrameSlice } from './frame-slice.ts';
import { createHostSlice, type HostSlice } from './host-slice.ts';
import { createHubSlice, type HubSlice } from './hub-slice.ts';
import { createJobsSlice, type JobsSlice } from './jobs-slice.ts';
import { createLayoutSlice, type LayoutSlice } from './layout-slice.ts';
import { createModelSlice, type ModelSlice } from './model-slice.ts';
import { createPreferencesSlice, type PreferencesSlice } from './preferences-slice.ts';
import { createQueueSlice, type QueueSlice } from './queue-slice.ts';
import { createEvenSlice, type EvenSlice } from './regions/even-slice.ts';
import { createRegionsSlice, type RegionsSlice } from './regions/slice.ts';
import { createSendingSlice, type SendingSlice } from './sending-slice.ts';
import { createSessionSlice, type SessionSlice } from './session-slice.ts';
import { createShelfSlice, type ShelfSlice } from './shelf-slice.ts';
import { createStageSlice, type StageSlice } from './stage-slice.ts';
import { createStatusSlice, type StatusSlice } from './status-slice.ts';
import { createSweepSlice, type SweepSlice } from './sweep/slice.ts';
import { createThresholdsSlice, type ThresholdsSlice } from './thresholds/slice.ts';
import { createTourSlice, type TourSlice } from './tour/slice.ts';
import { createUpdatesSlice, type UpdatesSlice } from './updates-slice.ts';

export type AppState = AnswersSlice &
  BenchSlice &
  ChoicesSlice &
  CollectionSlice &
  EvaluationSlice &
  EvenSlice &
  FrameSlice &
  HostSlice &
  HubSlice &
  JobsSlice &
  LayoutSlice &
  ModelSlice &
  PreferencesSlice &
  QueueSlice &
  RegionsSlice &
  SendingSlice &
  SessionSlice &
  ShelfSlice &
  StageSlice &
  StatusSlice &
  SweepSlice &
  ThresholdsSlice &
  TourSlice &
  UpdatesSlice;

/** `subscribe` also takes a selector: then it hears only changes of what that selects. */
export type AppStore = Mutate<StoreApi<AppState>, [['zustand/subscribeWithSelector', never]]>;

export function createAppStore(): AppStore {
  return createStore<AppState>()(
    subscribeWithSelector((set) => ({
      ...createAnswersSlice(set),
      ...createBenchSlice(set),
      ...createChoicesSlice(set),
      ...createCollectionSlice(set),
      ...createEvaluationSlice(set),
      ...createEvenSlice(set),
      ...createFrameSlice(set),
      ...createHostSlice(set),
      ...createHubSlice(set),
      ...createJobsSlice(set),
      ...createLayoutSlice(set),
      ...createModelSlice(set),
      ...createPreferencesSlice(set),
      ...createQueueSlice(set),
      ...createRegionsSlice(set),
      ...createSendingSlice(set),
      ...createSessionSlice(set),
      ...createShelfSlice(set),
      ...createStageSlice(set),
      ...createStatusSlice(set),
      ...createSweepSlice(set),
      ...createThresholdsSlice(set),
      ...createTourSlice(set),
      ...createUpdatesSlice(set),
    })),
  );
}
