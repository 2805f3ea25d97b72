/** What the encoder can be run for, and the sessions behind it: one for all kinds of run where that saves memory, else one for each. */
import type { VisionSpec } from '../families/spec.ts';
import {
  mergedVisionGraph,
  plainVisionGraph,
  scoredVisionGraph,
  sharedVisionGraph,
  steeredVisionGraph,
  towerKind,
} from '../graph/vision-graph.ts';
import type { Feeds, Session } from '../runtime/onnx.ts';
import { lazySession } from './lazy-session.ts';
import { once } from './once.ts';
import { openResumableTower } from './resumable-tower.ts';
import type { ResumableTower } from './resumable-tower.ts';
import type { SessionFactory } from './session-factory.ts';
import { sharesSessions } from './tower-copies.ts';
import type { MergedRun, MergeFeeds, PixelFeeds, SteerFeeds, TowerOutputs } from './tower-feeds.ts';

export type RunTower = (pixels: PixelFeeds) => Promise<TowerOutputs>;
export type RunSteered = (pixels: PixelFeeds, rule: SteerFeeds) => Promise<TowerOutputs>;

export interface TowerSessions {
  /** @param reuse go on from an earlier run over the same pixels, where the sessions can: the same to the last bit, and sooner */
  merged(pixels: PixelFeeds, rule: MergeFeeds, reuse?: boolean): Promise<MergedRun>;
  /** As `merged`, with a threshold for every patch. Loaded when first asked for. */
  steered(): Promise<RunSteered>;
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
  blank: PixelFeeds,
  nothing: MergeFeeds,
  shared = sharesSessions(vision, factory.device.provider),
): Promise<TowerSessions> {
  const sessions = shared
    ? await sharedSession(factory, vision, blank, nothing)
    : await separateSessions(factory, vision, blank, nothing);
  try {
    // A session's first run allocates its memory; paid here, it spoils no measurement.
    await sessions.merged(blank, nothing);
    return sessions;
  } catch (error) {
    await sessions.release();
    throw error;
  }
}

/** Where the operators of resuming are not placed with the weights: every run is a whole one. */
async function openMerged(factory: SessionFactory, vision: VisionSpec): Promise<ResumableTower> {
  const session = await factory.open((context) => mergedVisionGraph(context, vision));
  return {
    run: async (pixels, rule) => ({ outputs: await session.run({ ...pixels, ...rule }), resumed: false }),
    release: () => session.release(),
  };
}

async function separateSessions(
  factory: SessionFactory,
  vision: VisionSpec,
  blank: PixelFeeds,
  nothing: MergeFeeds,
): Promise<TowerSessions> {
  const onProcessor = factory.device.provider === 'cpu';
  const merged = await (onProcessor ? openResumableTower : openMerged)(factory, vision);
  // Further copies of the encoder's weights: loaded only once somebody asks for what they compute.
  const plain = lazySession(() => factory.open((context) => plainVisionGraph(context, vision)), { ...blank });
  const scored = lazySession(() => factory.open((context) => scoredVisionGraph(context, vision)), {
    ...blank,
  });
  const steered = lazySession(() => factory.open((context) => steeredVisionGraph(context, vision)), {
    ...blank,
    ...unsteered(vision, vision.patches),
    limits: nothing.limits,
  });
  const runOf = async (lazy: { get(): Promise<Session> }): Promise<RunTower> => {
    const session = await lazy.get();
    return (pixels) => session.run({ ...pixels });
  };
  return {
    merged: (pixels, rule, reuse = false) => merged.run(pixels, rule, reuse),
    async steered() {
      const session = await steered.get();
      return (pixels, rule) => session.run({ ...pixels, ...rule });
    },
    plain: () => runOf(plain),
    scored: () => runOf(scored),
    async release() {
      await Promise.all([merged, steered, plain, scored].map((session) => session.release()));
    },
  };
}

async function sharedSession(
  factory: SessionFactory,
  vision: VisionSpec,
  blank: PixelFeeds,
  nothing: MergeFeeds,
): Promise<TowerSessions> {
  const open = (steers: 'steers' | 'steers-not') =>
    factory.open((context) => sharedVisionGraph(context, vision, steers));
  let session = await open('steers-not');
  let steerable: Feeds = {}; // what a graph that steers is fed where nobody does
  const run = (
    kind: keyof typeof towerKind,
    pixels: PixelFeeds,
    rule: Partial<MergeFeeds & SteerFeeds>,
  ): Promise<TowerOutputs> =>
    session.run({
      ...steerable,
      ...pixels,
      ...rule,
      kind: { data: Int32Array.of(towerKind[kind]), dims: [] },
    });
  const warm = (kind: 'plain' | 'scored') =>
    once(async (): Promise<RunTower> => {
      await run(kind, blank, nothing);
      return (pixels) => run(kind, pixels, nothing);
    });
  const [plain, scored] = [warm('plain'), warm('scored')];
  // Opening costs nearly twice as much with the ways that steer, so that it is paid with the first region. One session gives its place to
  // the other, so that weights are in memory once.
  const steer = once(async (): Promise<RunSteered> => {
    await session.release();
    try {
      session = await open('steers');
      steerable = unsteered(vision, 1);
    } catch (error) {
      session = await open('steers-not');
      throw error;
    }
    await run('merge', blank, nothing);
    for (const [kind, lazy] of [['plain', plain] as const, ['scored', scored] as const])
      if (lazy.made() !== undefined) await run(kind, blank, nothing); // they were warm
    return (pixels, rule) => run('steer', pixels, { ...nothing, ...rule });
  });
  return {
    merged: async (pixels, rule) => ({ outputs: await run('merge', pixels, rule), resumed: false }),
    steered: steer.get,
    plain: plain.get,
    scored: scored.get,
    release: () => session.release(),
  };
}

/** Thresholds that merge nothing; `columns`: N0, or 1 where a run does not read them. */
function unsteered({ executedLayers }: VisionSpec, columns: number): Pick<SteerFeeds, 'patch_thresholds'> {
  const data = new Float32Array(executedLayers * columns).fill(2);
  return { patch_thresholds: { data, dims: [executedLayers, columns] } };
}
