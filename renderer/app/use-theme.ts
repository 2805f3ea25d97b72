/** Puts the theme in force on the page: the user's choice, or the system's. */
import { useEffect } from 'react';
import { useApp } from './context.ts';
import type { AppState } from '../state/store.ts';

const selectTheme = (state: AppState) => state.theme;

export function useTheme(): void {
  const theme = useApp(selectTheme);
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      const dark = theme === 'dark' || (theme === 'system' && system.matches);
      document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    };
    apply();
    system.addEventListener('change', apply);
    return () => system.removeEventListener('change', apply);
  }, [theme]);
}
