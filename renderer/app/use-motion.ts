/** Puts on the page that as little as can be is to move, where the user wishes it; what the system wishes the style sheet knows itself. */
import { useEffect } from 'react';
import type { AppState } from '../state/store.ts';
import { useApp } from './context.ts';

const selectMotion = (state: AppState) => state.preferences.motion;

export function useMotion(): void {
  const motion = useApp(selectMotion);
  useEffect(() => {
    document.documentElement.dataset['motion'] = motion;
  }, [motion]);
}
