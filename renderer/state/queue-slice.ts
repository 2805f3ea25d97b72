/** The runs in a queue as they were last heard of, whoever has put them there. */
import type { QueueRun } from '../../src-engine/engine.ts';
import type { CreateSlice } from './slice.ts';

export type QueueRuns =
  | { readonly kind: 'none' } // nobody has named a queue
  | { readonly kind: 'looking' }
  | { readonly kind: 'ready'; readonly runs: readonly QueueRun[] }
  | { readonly kind: 'failed'; readonly message: string };

export interface QueueSlice {
  /** As it was typed; empty where there is none. */
  readonly queueAddress: string;
  readonly queueRuns: QueueRuns;
  readonly setQueueAddress: (address: string) => void;
  readonly setQueueRuns: (runs: QueueRuns) => void;
}

export const createQueueSlice: CreateSlice<QueueSlice> = (set) => ({
  queueAddress: '',
  queueRuns: { kind: 'none' },
  setQueueAddress: (queueAddress) =>
    set({ queueAddress, queueRuns: queueAddress === '' ? { kind: 'none' } : { kind: 'looking' } }),
  setQueueRuns: (queueRuns) => set({ queueRuns }),
});

/** What of an address may be written into the settings: nothing where it holds a password. */
export function savedAddress(address: string): string {
  return URL.canParse(address) && new URL(address).password === '' ? address : '';
}
