/** One question at several budgets: where does the answer change? */
import { whyNotSweep, selectSweeping } from '../state/sweep/selectors.ts';
import type { Command } from './command.ts';
import { menuKey } from './keys.ts';

export const sweep: Command = {
  id: 'sweep',
  label: 'Sweep the budgets',
  words: 'several budgets compare change answer where table',
  keys: [menuKey('Mod+Shift+B')],
  whyNot: whyNotSweep,
  run: ({ store, session }) => {
    store.getState().setView('explore');
    void session.sweep.start();
  },
};

export const stopSweep: Command = {
  id: 'stop-sweep',
  label: 'Stop the sweep',
  words: 'cancel budgets',
  whyNot: (state) => (selectSweeping(state) ? null : 'No sweep is running.'),
  run: ({ session }) => session.sweep.stop(),
};

export const showSweep: Command = {
  id: 'show-sweep',
  label: 'The sweep instead of the answers',
  words: 'table budgets show hide',
  checked: ({ sweepOpen }) => sweepOpen,
  run: ({ store }) => {
    const { sweepOpen, setSweepOpen } = store.getState();
    setSweepOpen(!sweepOpen);
  },
};

export const sweepSection: readonly Command[] = [stopSweep, showSweep];
