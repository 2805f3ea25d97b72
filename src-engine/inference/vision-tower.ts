/** The vision tower: an encoder, and what stands between its tokens and the language model. */
import type { ConnectedView, Connector } from '../connectors/connector.ts';
import type { PictureRole } from '../engine.ts';
import type { EncoderSpec } from '../families/spec.ts';
import { lastOwner } from '../merging/owner-map.ts';
import { actsOnRows } from '../reduction/plan.ts';
import type { Plan } from '../reduction/plan.ts';
import type { EncodeView } from './encoder.ts';
import { freeEncoder } from './free-encoder.ts';
import { openRows } from './rows-behind.ts';
import type { SessionFactory } from './session-factory.ts';
import { squareEncoder } from './square-encoder.ts';
import type { TowerOutput } from './tower-output.ts';

/** A tower that has loaded all that one plan needs, so that nobody's encoding time includes it. */
export interface TowerRun {
  readonly plan: Plan;
  readonly encode: EncodeView;
}

export interface VisionTower {
  open(plan: Plan): Promise<TowerRun>;
  /** The tokens of a view as rows of the language model. @param role of the picture in a question: frames may be read in another way */
  connect(output: TowerOutput, role?: PictureRole): Promise<ConnectedView>;
  /** Inner products of rows with each other [rows, rows]. @param rows as connected: [rows, numbers of a row] */
  likeness(rows: Float32Array): Promise<Float32Array>;
  release(): Promise<void>;
}

/**
 * @param connector undefined for a tower alone
 * @param shared one session for every kind of run; unless said, where that saves memory
 * @param projectors where the projector's weights lie, if elsewhere than the tower's
 */
export async function openVisionTower(
  factory: SessionFactory,
  spec: EncoderSpec,
  connector: Connector | undefined,
  shared?: boolean,
  projectors: SessionFactory = factory,
): Promise<VisionTower> {
  const { vision } = spec;
  const encoder =
    vision.freeGrid === undefined
      ? await squareEncoder(factory, vision, shared)
      : await freeEncoder(factory, vision, vision.freeGrid);
  const behind = await openRows(projectors, spec, connector).catch(async (error: unknown) => {
    await encoder.release();
    throw error;
  });

  return {
    async open(plan) {
      if (actsOnRows(plan)) await behind.warm();
      return { plan, encode: await encoder.open(plan) };
    },
    connect: ({ grid, features, tokens, owner, selected }, role) => {
      const held = lastOwner(owner, grid.rows * grid.columns);
      return behind.connect({ features, tokens, grid, owner: held, anchor: selected?.anchor }, role);
    },
    likeness: (rows) => behind.likeness(rows),
    async release() {
      await Promise.all([encoder.release(), behind.release()]);
    },
  };
}
