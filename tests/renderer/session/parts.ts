/** What the session's parts need to be tested one by one: a store with a picture and a model, and a link to a fake engine. */
import { LRUCache } from 'lru-cache';
import { createActivities } from '../../../renderer/session/activities.ts';
import type { Deps } from '../../../renderer/session/deps.ts';
import { createEngineLink } from '../../../renderer/session/engine-link.ts';
import { createTraffic } from '../../../renderer/session/traffic.ts';
import { createAppStore } from '../../../renderer/state/store.ts';
import type { Encoding, Engine } from '../../../src-engine/engine.ts';
import { createFakeEngine, fakeModel, type FakeEngineOptions } from '../../support/fake-engine.ts';
import { createFakeShell } from '../support/fake-bridge.ts';
import { shelfImage } from '../support/samples.ts';

export function createDeps(): Deps {
  const store = createAppStore();
  return {
    store,
    bridge: createFakeShell().bridge,
    link: createEngineLink(),
    traffic: createTraffic(),
    activities: createActivities((activity) => store.getState().setActivity(activity)),
    encodings: new LRUCache<string, Encoding>({ max: 20 }),
    ahead: new Map(),
    afterFrame: (then) => then(),
  };
}

/** Images `a` and `b` are open, `a` is selected, the budget is 90 tokens. */
export async function ready({ store, link }: Deps, options: FakeEngineOptions = {}): Promise<Engine> {
  const engine = createFakeEngine(options);
  await engine.load({ directory: fakeModel.directory });
  const state = store.getState();
  state.addImages([shelfImage('a'), shelfImage('b')]);
  state.settle({ selected: 'a', tokens: 90 });
  state.setModel({ kind: 'ready', info: fakeModel });
  link.connect(engine);
  link.setLoaded(true);
  return engine;
}
