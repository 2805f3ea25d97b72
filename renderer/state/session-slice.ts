/** The session as a file: which one it is, and whether it is as the file is. Reads and writes nothing. */
import type { CreateSlice } from './slice.ts';

export interface SessionFile {
  readonly name: string;
  /** The shell's word for where it lies; null where the file is not to be had. */
  readonly place: string | null;
  /** Saved with the bytes of all pictures. */
  readonly inside: boolean;
  readonly changed: boolean;
}

export interface SessionSlice {
  /** Null: never saved, opened from no file. */
  readonly sessionFile: SessionFile | null;
  /** Whether the next start takes up what is on screen. */
  readonly restoresSession: boolean;
  readonly setSessionFile: (file: SessionFile | null) => void;
  readonly setRestoresSession: (on: boolean) => void;
}

export const createSessionSlice: CreateSlice<SessionSlice> = (set) => ({
  sessionFile: null,
  restoresSession: true,
  setSessionFile: (sessionFile) => set({ sessionFile }),
  setRestoresSession: (restoresSession) => set({ restoresSession }),
});
