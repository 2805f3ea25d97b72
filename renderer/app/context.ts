/** How components reach the store and the session. */
import { createContext, useCallback, useContext } from 'react';
import { useStore } from 'zustand';
import type { MenuCommand } from '../../electron/bridge.ts';
import { runCommand } from '../commands/commands.ts';
import type { StageControlsSlot } from '../commands/stage-controls.ts';
import type { Session } from '../session/session.ts';
import type { AppState, AppStore } from '../state/store.ts';

export interface App {
  readonly store: AppStore;
  readonly session: Session;
  readonly controls: StageControlsSlot;
}

export const AppContext = createContext<App | null>(null);

function useAppContext(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('Components of the window need an AppContext around them.');
  return app;
}

/** Selectors belong at module level, so that they are the same function at every render. */
export function useApp<T>(selector: (state: AppState) => T): T {
  return useStore(useAppContext().store, selector);
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

/** Runs a command of the menu's vocabulary, from a button. */
export function useCommand(): (command: MenuCommand) => void {
  const app = useAppContext();
  return useCallback((command) => runCommand(command, app, app.controls), [app]);
}
