/** The window's title: the picture, and the session's file. */
import { useEffect } from 'react';
import { selectImage } from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';
import { windowTitle } from '../words/session-words.ts';
import { useApp } from './context.ts';

const selectTitle = (state: AppState) => windowTitle(selectImage(state)?.name, state.sessionFile);

export function useTitle(): void {
  const title = useApp(selectTitle);
  useEffect(() => {
    document.title = title;
  }, [title]);
}
