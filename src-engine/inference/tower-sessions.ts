/** What the encoder can be run for, and the sessions behind it: one for all kinds of run where that saves memory, else one for each. */
import type { VisionSpec } from '../families/spec.ts';
import {
  mergedVisionGraph,
  plainVisionGraph,
  scoredVisionGraph,
  sharedVisionGraph,
  towerKind,
} from '../graph/vision-graph.ts';
import type { Feeds, HostTensor, Session } from '../runtime/onnx.ts';
import { lazySession } from './lazy-session.ts';
import { once } from './once.ts';
import type { SessionFactory } from './session-factory.ts';
import { sharesSessions } from './tower-copies.ts';

export type TowerOutputs = Record<string, HostTensor>;
export type RunTower = (pixels: Feeds) => Promise<TowerOutputs>;

export interface TowerSessions {
  /** @param rule thresholds and limits */
  merged(pixels: Feeds, rule: Feeds): Promise<TowerOutputs>;
  /** All tokens to the end, without any merging in the graph. Loaded and run once when first asked for. */
  plain(): Promise<RunTower>;
  /** The same, and what the last block says about the patches. */
  scored(): Promise<RunTower>;
  release(): Promise<void>;
}

/** @param blank an image to warm up with @param nothing a rule under which nothing merges @param shared one session for all kinds of run */
export async function openTowerSessions(
  factory: SessionFactory,
  vision: VisionSpec,
  blank: Feeds,
  nothing: Feeds,
  shared = sharesSessions(vision, factory.device.provider),
): Promise<TowerSessions> {
  const sessions = shared
    ? await sharedSession(factory, vision, blank, nothing)
    : await separateSessions(factory, vision, blank);
  try {
    // A session's first run allocates its memory; paid here, it spoils no measurement.
    await sessions.merged(blank, nothing);
    return sessions;
  } catch (error) {
    await sessions.release();
    throw error;
  }
}

async function separateSessions(
  factory: SessionFactory,
  vision: VisionSpec,
  blank: Feeds,
): Promise<TowerSessions> {
  const merged = await factory.open((context) => mergedVisionGraph(context, vision));
  // Further copies of the encoder's weights: loaded only once somebody asks for what they compute.
  const plain = lazySession(() => factory.open((context) => plainVisionGraph(context, vision)), blank);
  const scored = lazySession(() => factory.open((context) => scoredVisionGraph(context, vision)), blank);
  const runOf = async (lazy: { get(): Promise<Session> }): Promise<RunTower> => {
    const session = await lazy.get();
    return (pixels) => session.run(pixels);
  };
  return {
    merged: (pixels, rule) => merged.run({ ...pixels, ...rule }),
    plain: () => runOf(plain),
    scored: () => runOf(scored),
    async release() {
      await Promise.all([merged.release(), plain.release(), scored.release()]);
    },
  };
}

async function sharedSession(
  factory: SessionFactory,
  vision: VisionSpec,
  blank: Feeds,
  nothing: Feeds,
): Promise<TowerSessions> {
  const session = await factory.open((context) => sharedVisionGraph(context, vision));
  const run = (kind: keyof typeof towerKind, pixels: Feeds, rule: Feeds): Promise<TowerOutputs> =>
    session.run({ ...pixels, ...rule, kind: { data: Int32Array.of(towerKind[kind]), dims: [] } });
  const warm = (kind: 'plain' | 'scored') =>
    once(async (): Promise<RunTower> => {
      await run(kind, blank, nothing);
      return (pixels) => run(kind, pixels, nothing);
    });
  const [plain, scored] = [warm('plain'), warm('scored')];
  return {
    merged: (pixels, rule) => run('merge', pixels, rule),
    plain: plain.get,
    scored: scored.get,
    release: () => session.release(),
  };
}
