/** What the parts of the session share. */
import type { LRUCache } from 'lru-cache';
import type { DymuBridge } from '../../electron/bridge.ts';
import type { Encoding } from '../../src-engine/engine.ts';
import type { AppStore } from '../state/store.ts';
import type { Activities } from './activities.ts';
import type { EngineLink } from './engine-link.ts';
import type { Traffic } from './traffic.ts';

export interface Deps {
  readonly store: AppStore;
  readonly bridge: DymuBridge;
  readonly link: EngineLink;
  readonly traffic: Traffic;
  readonly activities: Activities;
  /** Encodings by `encodingKey`, of the model in use. */
  readonly encodings: LRUCache<string, Encoding>;
  /** Encodings that are on their way without having been asked for, by the `key` of the wish that they would fulfil. */
  readonly ahead: Map<string, Promise<Encoding>>;
  /** Does what can wait until the window has painted its next frame. */
  readonly afterFrame: (then: () => void) => void;
}

export function encodingKey(imageId: string, requestKey: string): string {
  return `${imageId}\n${requestKey}`;
}
