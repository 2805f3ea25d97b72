/** The window's own values in the settings file: written when they change, read with distrust. */
import { z } from 'zod';
import { shallow } from 'zustand/shallow';
import { overlayNames, perOverlay } from '../../src-engine/overlay/modes.ts';
import type { DymuBridge, Json } from '../../electron/bridge.ts';
import type { AppState, AppStore } from '../state/store.ts';

const shareSchema = z.number().min(0).max(1);

const valuesSchema = z.object({
  overlay: z.enum(overlayNames).catch('outlines'),
  opacity: z
    .object(perOverlay((mode) => shareSchema.catch(mode.opacity ?? 1)))
    .catch(perOverlay((mode) => mode.opacity ?? 1)),
  autoMeasure: z.boolean().catch(true),
  imageRoute: z.enum(['path', 'object']).catch('path'),
  imageBackend: z.enum(['torchvision', 'pil', 'pil-12']).catch('torchvision'),
  fastEncoders: z.array(z.string().min(1).max(4096)).max(30).catch([]),
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
    const { theme, ...own } = keptOf(store.getState());
    const values = { ...others, ...own, fastEncoders: [...own.fastEncoders] };
    bridge.settings.write({ theme, values }).catch(() => {
      store
        .getState()
        .notify('info', 'The settings could not be saved; they hold until the window is closed.');
    });
  };
  const stop = store.subscribe(
    keptOf,
    () => {
      clearTimeout(timer);
      timer = setTimeout(write, writeAfterMs);
    },
    { equalityFn: shallow },
  );
  return () => {
    clearTimeout(timer);
    stop();
  };
}

function keptOf({ theme, opacity, choices, autoMeasure, imageBackend, fastEncoders }: AppState) {
  const { overlay, imageRoute } = choices;
  return { theme, opacity, overlay, autoMeasure, imageRoute, imageBackend, fastEncoders };
}
