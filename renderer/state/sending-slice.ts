/** The collection that this window has sent to workers: whether the server was reached, how far they are. Asks nobody for anything. */
import type { CreateSlice } from './slice.ts';

export type Sending =
  | { readonly kind: 'none' }
  /** The server is being asked; nothing is sent yet. */
  | { readonly kind: 'asking' }
  /** The server, or what it was asked for, did not do; one sentence. */
  | { readonly kind: 'refused'; readonly message: string }
  | {
      readonly kind: 'running';
      readonly folder: string;
      readonly stage: string; // 'Counting tokens, on 2 workers'
      readonly done: number; // tasks, or files that were looked at
      readonly total: number;
    };

export interface SendingSlice {
  readonly sending: Sending;
  readonly setSending: (sending: Sending) => void;
}

export const createSendingSlice: CreateSlice<SendingSlice> = (set) => ({
  sending: { kind: 'none' },
  setSending: (sending) => set({ sending }),
});

/** Whether workers count the folder that is open. */
export function isSent({
  sending,
  collection,
}: SendingSlice & { readonly collection: { readonly kind: string; readonly folder?: string } }): boolean {
  return sending.kind === 'running' && sending.folder === collection.folder;
}
