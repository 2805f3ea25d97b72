/** The budget, the method of reduction, and the layers. */
import { methods } from '../../src-engine/reduction/methods.ts';
import { chosenMethods, fitTokens, methodsFor, needsMore, rangeOf, switchMethod } from '../state/budget.ts';
import { moveCollectionBudget } from '../state/collection/acts.ts';
import { selectCollectionTokens, selectCountedMethod } from '../state/collection/selectors.ts';
import type { ChosenMethod } from '../state/choices-slice.ts';
import { selectLayer, selectModelInfo, selectView } from '../state/selectors.ts';
import type { AppState, AppStore } from '../state/store.ts';
import type { Command, CommandGroup } from './command.ts';
import { menuKey, partKey, windowKey } from './keys.ts';
import { thresholdSection } from './thresholds.ts';

const noModel = (state: AppState) => (selectModelInfo(state) === null ? 'No model is loaded yet.' : null);
const noTokens = (state: AppState) => (selectView(state) === null ? 'The picture has no tokens yet.' : null);

/** A twentieth of all tokens a step. */
function moveBudget(store: AppStore, direction: 1 | -1): void {
  const state = store.getState();
  const info = selectModelInfo(state);
  if (info === null) return;
  const collected = state.view === 'collection' ? selectCollectionTokens(state) : null;
  const range = rangeOf(collected === null ? state.choices.method : selectCountedMethod(state), info);
  const step = Math.max(1, Math.round(range.max / 20));
  if (collected !== null) moveCollectionBudget(store, fitTokens(collected + direction * step, range));
  else state.choose({ tokens: fitTokens(state.choices.tokens + direction * step, range) }, 'budget');
}

/** Whether the budget stands at an end of its range. */
function atEnd(state: AppState, end: 'min' | 'max'): boolean {
  const info = selectModelInfo(state);
  if (info === null) return false;
  const collected = state.view === 'collection' ? selectCollectionTokens(state) : null;
  if (collected !== null) return collected === rangeOf(selectCountedMethod(state), info)[end];
  const range = rangeOf(state.choices.method, info);
  return fitTokens(state.choices.tokens, range) === range[end];
}

export const fewerTokens: Command = {
  id: 'budget-down',
  label: 'Fewer tokens',
  words: 'budget lower smaller',
  keys: [menuKey('Mod+[')],
  whyNot: (state) => noModel(state) ?? (atEnd(state, 'min') ? 'The budget is at its smallest.' : null),
  run: ({ store }) => moveBudget(store, -1),
};

export const moreTokens: Command = {
  id: 'budget-up',
  label: 'More tokens',
  words: 'budget higher larger',
  keys: [menuKey('Mod+]')],
  whyNot: (state) => noModel(state) ?? (atEnd(state, 'max') ? 'All tokens are kept already.' : null),
  run: ({ store }) => moveBudget(store, 1),
};

const methodKeys: Partial<Record<ChosenMethod, NonNullable<Command['keys']>>> = {
  dymu: [menuKey('Mod+D')],
  tome: [menuKey('Mod+E')],
};

/** One command a method of the table. */
export const methodCommands: readonly Command[] = chosenMethods.map((method) => {
  const { label, choice, what } = methods[method];
  return {
    id: `method-${method}`,
    label: choice === label ? label : `${choice} (${label})`,
    words: `method merging ${what}`,
    ...(methodKeys[method] === undefined ? {} : { keys: methodKeys[method] }),
    checked: ({ choices }) => choices.method === method,
    whyNot(state) {
      const info = selectModelInfo(state);
      if (!methodsFor(info).includes(method)) return `${choice} is not made for models of this kind.`;
      return info !== null && needsMore(method, info)
        ? `${choice} needs a calibration, and this model has none.`
        : null;
    },
    run: ({ store }) => {
      const state = store.getState();
      state.choose(switchMethod(state.choices, method, selectModelInfo(state)));
    },
  };
});

export const toggleVirtualUnmerging: Command = {
  id: 'toggle-virtual-unmerging',
  label: 'Virtual unmerging',
  words: 'vtu attention',
  keys: [menuKey('Mod+U')],
  checked: ({ choices }) => choices.virtualUnmerging,
  run: ({ store }) => {
    const { choices, choose } = store.getState();
    choose({ virtualUnmerging: !choices.virtualUnmerging });
  },
};

function moveLayer(store: AppStore, by: 1 | -1): void {
  const state = store.getState();
  const layer = selectLayer(state);
  if (layer === null) return;
  state.setPlaying(false);
  state.setLayer(layer + by);
}

export const previousLayer: Command = {
  id: 'previous-layer',
  label: 'Previous layer',
  keys: [windowKey(',')],
  whyNot: (state) =>
    noTokens(state) ?? (selectLayer(state) === 0 ? 'Nothing has merged before the first layer.' : null),
  run: ({ store }) => moveLayer(store, -1),
};

export const nextLayer: Command = {
  id: 'next-layer',
  label: 'Next layer',
  keys: [windowKey('.')],
  whyNot: (state) =>
    noTokens(state) ??
    (selectLayer(state) === selectView(state)?.countsPerLayer.length ? 'This is the last layer.' : null),
  run: ({ store }) => moveLayer(store, 1),
};

export const playLayers: Command = {
  id: 'play-layers',
  label: 'Play the layers',
  words: 'animate pause stop',
  keys: [partKey('Space')],
  checked: ({ playing }) => playing,
  whyNot: noTokens,
  run: ({ store }) => store.getState().setPlaying(!store.getState().playing),
};

export const tokenCommands: CommandGroup = {
  title: 'Tokens',
  sections: [
    [fewerTokens, moreTokens],
    methodCommands,
    [toggleVirtualUnmerging],
    thresholdSection,
    [previousLayer, nextLayer, playLayers],
  ],
};
