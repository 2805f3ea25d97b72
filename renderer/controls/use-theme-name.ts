/** The theme that is on the page, for canvases, which must be painted again when it changes. */
import { useSyncExternalStore } from 'react';

export function useThemeName(): string {
  return useSyncExternalStore(watch, () => document.documentElement.dataset['theme'] ?? 'light');
}

function watch(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
