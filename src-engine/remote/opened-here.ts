/** An engine as one port uses it: what the port has opened and not forgotten is forgotten when the port is gone. */
import type { Engine } from '../engine.ts';

export interface PortEngine {
  readonly engine: Engine;
  /** Frees the pictures that are still open, and those that are being opened. */
  readonly forgetAll: () => void;
}

export function openedHere(engine: Engine): PortEngine {
  const ids = new Set<string>();
  let gone = false;
  const forget = (id: string) => void engine.forget(id).catch(() => undefined); // a closed engine has none open
  return {
    engine: {
      ...engine,
      async open(source, options) {
        const image = await engine.open(source, options);
        if (gone) forget(image.id);
        else ids.add(image.id);
        return image;
      },
      async forget(id, options) {
        ids.delete(id);
        await engine.forget(id, options);
      },
    },
    forgetAll: () => {
      gone = true;
      ids.forEach(forget);
      ids.clear();
    },
  };
}
