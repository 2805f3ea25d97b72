/** Lets messages, timers and signals in between two native runs, which block the thread. */
import { setImmediate } from 'node:timers/promises';

export const breathe = (): Promise<void> => setImmediate();
