/** What goes on now, for the bottom line: the newest activity that has lasted long enough to be worth a word. */
import type { Progress } from '../../src-engine/engine.ts';
import type { Activity } from '../state/status-slice.ts';

export interface ActivityHandle {
  readonly update: (words: string, done?: number, total?: number) => void;
  /** Ready to be passed on as `onProgress`. */
  readonly progress: (progress: Progress) => void;
  readonly end: () => void;
}

export interface Activities {
  readonly begin: (words: string, cancel?: () => void, pause?: () => void) => ActivityHandle;
}

export const speakAfterMs = 300;

export function createActivities(show: (activity: Activity | null) => void): Activities {
  const running: { activity: Activity; loud: boolean }[] = [];
  const publish = () => show(running.findLast((entry) => entry.loud)?.activity ?? null);

  return {
    begin: (words, cancel, pause) => {
      const entry = {
        activity: {
          words,
          done: 0,
          total: 0,
          cancel: cancel ?? null,
          ...(pause === undefined ? {} : { pause }),
        } as Activity,
        loud: false,
      };
      running.push(entry);
      const timer = setTimeout(() => {
        entry.loud = true;
        publish();
      }, speakAfterMs);
      const update = (text: string, done = 0, total = 0) => {
        entry.activity = { ...entry.activity, words: text, done, total };
        if (entry.loud) publish();
      };
      return {
        update,
        progress: ({ stage, done, total }) => update(stage, done, total),
        end: () => {
          clearTimeout(timer);
          const at = running.indexOf(entry);
          if (at >= 0) running.splice(at, 1);
          if (entry.loud) publish();
        },
      };
    },
  };
}
