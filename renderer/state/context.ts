/** How components reach the store and the session. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Session } from '../session/session.ts';
import type { AppState, AppStore } from './store.ts';

export interface App {
  readonly store: AppStore;
  readonly session: Session;
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
