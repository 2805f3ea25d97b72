/** The theme that is on the page, and whether it is one of high contrast, for canvases, which must be painted again when either changes. */
import { useSyncExternalStore } from 'react';

export function useThemeName(): string {
  return useSyncExternalStore(watch, () => {
    const theme = document.documentElement.dataset['theme'] ?? 'light';
    return forced().matches ? `${theme}, forced` : theme;
  });
}

const forced = () => matchMedia('(forced-colors: active)');

function watch(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const contrast = forced();
  contrast.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    contrast.removeEventListener('change', listener);
  };
}
