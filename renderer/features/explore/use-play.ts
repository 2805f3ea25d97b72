/** Runs through the layers while `playing`; with reduced motion it steps at reading speed instead of animating. */
import { useEffect } from 'react';
import { calm } from '../../controls/calm.ts';
import { useApp, useAppStore } from '../../app/context.ts';
import { selectLayer, selectView } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';

const stepMs = 420;
const calmStepMs = 1200;

const selectPlaying = (state: AppState) => state.playing;

export function usePlay(): void {
  const playing = useApp(selectPlaying);
  const store = useAppStore();
  useEffect(() => {
    if (!playing) return;
    const advance = () => {
      const state = store.getState();
      const layer = selectLayer(state);
      const last = selectView(state)?.countsPerLayer.length ?? 0;
      if (layer === null || layer >= last) {
        state.setPlaying(false);
        return;
      }
      state.setLayer(layer + 1 >= last ? null : layer + 1);
    };
    const state = store.getState();
    if (selectLayer(state) === selectView(state)?.countsPerLayer.length) state.setLayer(0);
    const timer = setInterval(advance, calm() ? calmStepMs : stepMs);
    return () => clearInterval(timer);
  }, [playing, store]);
}
