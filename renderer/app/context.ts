/** How components reach the store and the session. */
import { createContext, useCallback, useContext } from 'react';
import { useStore } from 'zustand';
import { runCommand, type App, type Command } from '../commands/command.ts';
import type { StageControlsSlot } from '../commands/stage-controls.ts';
import type { Session } from '../session/session.ts';
import type { AppState, AppStore } from '../state/store.ts';
import { settledOf } from './settled.ts';

interface WindowApp extends App {
  readonly controls: StageControlsSlot;
}

export const AppContext = createContext<WindowApp | null>(null);

function useAppContext(): WindowApp {
  const app = useContext(AppContext);
  if (app === null) throw new Error('Components of the window need an AppContext around them.');
  return app;
}

/** Selectors belong at module level, so that they are the same function at every render. */
export function useApp<T>(selector: (state: AppState) => T): T {
  return useStore(useAppContext().store, selector);
}

/** The same, of what may come a moment after the stage: parts that must not be drawn anew under a moving slider. */
export function useSettled<T>(selector: (state: AppState) => T): T {
  return useStore(settledOf(useAppContext().store), selector);
}

export function useAppStore(): AppStore {
  return useAppContext().store;
}

export function useSession(): Session {
  return useAppContext().session;
}

export function useControls(): StageControlsSlot {
  return useAppContext().controls;
}

/** Runs a command, or says why it cannot run now. */
export function useCommand(): (command: Command) => void {
  const app = useAppContext();
  return useCallback((command) => runCommand(command, app), [app]);
}
