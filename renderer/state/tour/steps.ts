/** The steps of the guided tour: what each points at, which pane it needs, what it does to what is on screen. Pure; words/tour-words.ts says the rest. */
import { ownerAt } from '../../overlay/overlay-model.ts';
import { fitTokens, methodFor, mostOf, rangeOf, ticksOf } from '../budget.ts';
import type { Choices } from '../choices-slice.ts';
import type { ExplorePane } from '../panes.ts';
import { selectModelInfo, selectView } from '../selectors.ts';
import type { AppState } from '../store.ts';

export const tourSteps = [
  'picture',
  'mosaic',
  'budget',
  'numbers',
  'group',
  'layers',
  'answers',
  'more',
] as const;
export type TourStepId = (typeof tourSteps)[number];

/** What a tour may change of the choices. */
export type TourChoices = Pick<Choices, 'method' | 'tokens' | 'overlay' | 'pin'>;

/** What is put back at the end. */
export interface BeforeTour {
  readonly choices: TourChoices;
  readonly selected: string | null; // the picture that a pin belongs to
  readonly rest: Pick<AppState, 'view' | 'openPanes' | 'layer' | 'presentation' | 'sweepOpen'>;
}

interface Step {
  /** CSS selector of what it points at. */
  readonly target: string;
  readonly pane: ExplorePane | null;
  readonly choices?: (state: AppState) => Partial<TourChoices>;
  readonly layer?: (state: AppState) => number | null;
}

const low = (state: AppState): Partial<TourChoices> => {
  const info = selectModelInfo(state);
  if (info === null) return {};
  const method = methodFor('dymu', info);
  const tokens = ticksOf(info, method).find(({ name }) => name === 'low')?.tokens ?? mostOf(method, info) / 5;
  return { method, tokens: fitTokens(tokens, rangeOf(method, info)) };
};

export const steps: Readonly<Record<TourStepId, Step>> = {
  picture: { target: '.stage', pane: null, choices: () => ({ overlay: 'outlines', pin: null }) },
  mosaic: {
    target: '.toolbar [aria-label="Overlay"]',
    pane: null,
    choices: () => ({ overlay: 'mosaic', pin: null }),
  },
  budget: {
    target: '.budget-slider',
    pane: 'side',
    choices: (state) => ({ ...low(state), overlay: 'outlines', pin: null }),
  },
  numbers: { target: '.budget-numbers', pane: 'side', choices: (state) => ({ ...low(state), pin: null }) },
  group: {
    target: '.side .tokens',
    pane: 'side',
    choices: (state) => ({ ...low(state), overlay: 'outlines', pin: patchOfLargest(state) }),
  },
  layers: {
    target: '.layers',
    pane: 'layers',
    layer: (state) => Math.round((selectView(state)?.countsPerLayer.length ?? 0) / 3),
  },
  answers: { target: '.answers', pane: 'dialogue' },
  more: { target: '.commands-button', pane: null },
};

/** A patch of the group with most patches; null while nothing has tokens. */
export function patchOfLargest(state: AppState): number | null {
  const view = selectView(state);
  if (view === null) return null;
  const owner = ownerAt(view, view.countsPerLayer.length);
  const patches = new Map<number, number>();
  for (const token of owner) if (token >= 0) patches.set(token, (patches.get(token) ?? 0) + 1);
  const [largest] = [...patches].sort(([, a], [, b]) => b - a);
  const patch = largest === undefined ? -1 : owner.indexOf(largest[0]);
  return patch < 0 ? null : patch;
}

export function remember(state: AppState): BeforeTour {
  const { method, tokens, overlay, pin, selected } = state.choices;
  const { view, openPanes, layer, presentation, sweepOpen } = state;
  return {
    choices: { method, tokens, overlay, pin },
    selected,
    rest: { view, openPanes, layer, presentation, sweepOpen },
  };
}

/** The state at a step: as it was before the tour but for what this step needs. Leaves no trace in the history. */
export function atStep(id: TourStepId, before: BeforeTour, state: AppState): Partial<AppState> {
  const { pane, choices, layer } = steps[id];
  return {
    view: 'explore',
    presentation: false,
    sweepOpen: false,
    playing: false,
    openPanes: pane === null ? before.rest.openPanes : { ...before.rest.openPanes, [pane]: true },
    layer: layer?.(state) ?? before.rest.layer,
    choices: { ...state.choices, ...backThen(before, state), ...choices?.(state) },
  };
}

/** Everything as it was. A pin of a picture that is no longer the selected one is not put on another. */
export function afterTour(before: BeforeTour, state: AppState): Partial<AppState> {
  return { ...before.rest, choices: { ...state.choices, ...backThen(before, state) } };
}

function backThen({ choices, selected }: BeforeTour, state: AppState): TourChoices {
  return { ...choices, pin: state.choices.selected === selected ? choices.pin : null };
}
