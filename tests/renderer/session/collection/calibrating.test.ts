import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCalibrating, type Calibrating } from '../../../../renderer/session/collection/calibrating.ts';
import type { Deps } from '../../../../renderer/session/deps.ts';
import type { CalibrateResult, Job, ModelSource } from '../../../../src-engine/engine.ts';
import { eventually } from '../../../support/eventually.ts';
import { createDeps } from '../parts.ts';

const asked = { directory: '/models/fake', tower: 'fp32', imageBackend: 'torchvision' } as const;
const result: CalibrateResult = {
  ...{ out: '/own/few.json', images: 2, skipped: [], notes: [], points: [] },
  ...({ imageBackend: 'torchvision', imageRoute: 'path' } as const),
};

let deps: Deps;
let calibrating: Calibrating;
let loaded: ModelSource | null;
const adopt = vi.fn((source: ModelSource) => {
  loaded = { ...asked, ...source };
  return Promise.resolve();
});

beforeEach(() => {
  deps = createDeps();
  adopt.mockClear();
  calibrating = createCalibrating(deps, {
    jobs: {
      start: () => Promise.resolve(null),
      change: () => Promise.resolve(),
      result: () => Promise.resolve({ kind: 'calibrate', calibrate: result }),
      dispose: () => undefined,
    },
    model: () => loaded,
    models: { adopt } as unknown as Parameters<typeof createCalibrating>[1]['models'],
  });
});
afterEach(() => calibrating.dispose());

async function goesOnUntilDone(): Promise<void> {
  const job = { id: 1, kind: 'calibrate', model: asked, done: 0, total: 1 } as unknown as Job;
  deps.store.getState().setJobs([{ ...job, state: 'running' }]);
  deps.store.getState().setJobs([{ ...job, state: 'done' }]);
  await eventually(() => expect(deps.store.getState().calibrated?.job).toBe(1));
}

describe('a calibration that is done', () => {
  it('is taken up where the model is loaded as it was begun, and said to be', async () => {
    loaded = asked;
    await goesOnUntilDone();
    expect(adopt).toHaveBeenCalledWith({ directory: asked.directory, calibration: result.out }, 'meant');
    await eventually(() =>
      expect(deps.store.getState().notices.at(-1)?.text).toBe('The calibration on 2 images is in use.'),
    );
  });

  it.each([{ tower: 'int8' }, { imageBackend: 'pil' }, { directory: '/models/other' }] as const)(
    'is left where it is loaded otherwise, as in another tab: %o',
    async (other) => {
      loaded = { ...asked, ...other };
      await goesOnUntilDone();
      expect(adopt).not.toHaveBeenCalled();
    },
  );
});
