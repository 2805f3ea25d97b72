/** A run that is shared with nobody: every task is done here, one after the other. */
import type { Sharing } from '../engine-sharing.ts';

export function alone(): Sharing {
  return {
    created: () => Promise.resolve(new Date().toISOString()),
    keepsResults: false,
    async *results(_, tasks, perform) {
      for (const task of tasks) yield await perform(task);
    },
  };
}
