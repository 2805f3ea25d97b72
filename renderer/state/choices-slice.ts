/** What the user has chosen and can take back: image, how it is read, budget, method, overlay, pin. Holds its own undo history; asks nobody for anything. */
import type { ImageRoute, MethodName, Sampling } from '../../src-engine/engine.ts';
import type { OverlayName } from '../../src-engine/overlay/modes.ts';
import { emptyHistory, record, step, type History } from './history.ts';
import { withReading, type OwnReadings } from './reading.ts';
import { withRegions, type OwnRegions } from './regions/list.ts';
import type { CreateSlice } from './slice.ts';
import type { CustomThresholds } from './thresholds/custom.ts';

/** A method that the budget works on; all tokens are its largest budget. */
export type ChosenMethod = Exclude<MethodName, 'none'>;

export interface Choices {
  readonly selected: string | null; // image id
  /** Pictures that a question is about together, in order; counts while the selected one is among them. */
  readonly chosen: readonly string[];
  readonly method: ChosenMethod;
  /** The average asked for, or the count of every image, as the method has it. [tokens per view] */
  readonly tokens: number;
  /** Of one's own instead of those that the slider comes to; null while it decides. */
  readonly thresholds: CustomThresholds | null;
  readonly virtualUnmerging: boolean;
  readonly sampling: Sampling['kind'];
  /** How pictures reach the processor, unless `readings` says otherwise of one. */
  readonly imageRoute: ImageRoute;
  readonly readings: OwnReadings;
  /** Parts of pictures with a budget of their own. */
  readonly regions: OwnRegions;
  readonly overlay: OverlayName;
  readonly pin: number | null; // patch index: the group that holds it is pinned
}

export interface ChoicesSlice {
  readonly choices: Choices;
  readonly history: History<Choices>;
  /** A budget that is chosen takes the slider's thresholds back into force. `gesture` names a movement (a drag of the slider): its steps become one entry of the history. */
  readonly choose: (changes: Partial<Choices>, gesture?: string) => void;
  /** Sets what the user did not choose (the preset of a freshly loaded model); leaves no trace in the history. */
  readonly settle: (changes: Partial<Choices>) => void;
  /** An image has left the shelf: nothing, not even an undo, leads back to it. */
  readonly forgetImage: (id: string, instead: string | null) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

export const firstChoices: Choices = {
  selected: null,
  chosen: [],
  method: 'dymu',
  tokens: 0,
  thresholds: null,
  virtualUnmerging: true,
  sampling: 'greedy',
  imageRoute: 'path',
  readings: {},
  regions: {},
  overlay: 'outlines',
  pin: null,
};

export const createChoicesSlice: CreateSlice<ChoicesSlice> = (set) => ({
  choices: firstChoices,
  history: emptyHistory,
  choose: (changes, gesture) =>
    set(({ choices, history }) => {
      const next = { ...choices, ...(changes.tokens === undefined ? {} : { thresholds: null }), ...changes };
      if (sameChoices(choices, next)) return {};
      return { choices: next, history: record(history, choices, gesture, Date.now()) };
    }),
  settle: (changes) => set(({ choices }) => ({ choices: { ...choices, ...changes } })),
  forgetImage: (id, instead) =>
    set(({ choices, history }) => {
      const without = (entry: Choices): Choices => ({
        ...entry,
        chosen: entry.chosen.includes(id) ? entry.chosen.filter((each) => each !== id) : entry.chosen,
        readings: withReading(entry.readings, id, {}),
        regions: withRegions(entry.regions, id, []),
        ...(entry.selected === id ? { selected: instead, pin: null } : {}),
      });
      return {
        choices: without(choices),
        history: { ...history, past: history.past.map(without), future: history.future.map(without) },
      };
    }),
  undo: () => set(({ choices, history }) => moved(step(history, choices, 'back'))),
  redo: () => set(({ choices, history }) => moved(step(history, choices, 'forward'))),
});

function moved(result: { present: Choices; history: History<Choices> } | null): Partial<ChoicesSlice> {
  return result === null ? {} : { choices: result.present, history: result.history };
}

function sameChoices(a: Choices, b: Choices): boolean {
  return (
    a.selected === b.selected &&
    a.chosen === b.chosen &&
    a.method === b.method &&
    a.tokens === b.tokens &&
    a.thresholds === b.thresholds &&
    a.virtualUnmerging === b.virtualUnmerging &&
    a.sampling === b.sampling &&
    a.imageRoute === b.imageRoute &&
    a.readings === b.readings &&
    a.regions === b.regions &&
    a.overlay === b.overlay &&
    a.pin === b.pin
  );
}
