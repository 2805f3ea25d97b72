/** The window's own values in the settings file: written when they change, read with distrust. */
import { z } from 'zod';
import type { DymuBridge, Json } from '../../electron/bridge.ts';
import type { AppStore } from '../state/store.ts';

z.config({ jitless: true }); // the window's policy forbids generated code

const shareSchema = z.number().min(0).max(1);

const valuesSchema = z.object({
  overlay: z.enum(['outlines', 'mosaic', 'none']).catch('outlines'),
  opacity: z
    .object({ outlines: shareSchema.catch(0.8), mosaic: shareSchema.catch(1) })
    .catch({ outlines: 0.8, mosaic: 1 }),
});

const writeAfterMs = 400;

/** What cannot be read falls back field by field. */
export function readValues(values: Readonly<Record<string, Json>>): z.infer<typeof valuesSchema> {
  return valuesSchema.parse(values);
}

export function keepSaved(
  store: AppStore,
  bridge: DymuBridge,
  others: Readonly<Record<string, Json>>,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    const { theme, opacity, choices } = store.getState();
    const values = { ...others, overlay: choices.overlay, opacity };
    bridge.settings.write({ theme, values }).catch(() => {
      store
        .getState()
        .notify('info', 'The settings could not be saved; they hold until the window is closed.');
    });
  };
  const stop = store.subscribe((state, before) => {
    const same =
      state.theme === before.theme &&
      state.opacity === before.opacity &&
      state.choices.overlay === before.choices.overlay;
    if (same) return;
    clearTimeout(timer);
    timer = setTimeout(write, writeAfterMs);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
