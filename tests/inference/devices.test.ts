import { describe, expect, it } from 'vitest';
import { deviceLadder } from '../../src-engine/inference/devices.ts';
import { selfCheck } from '../../src-engine/inference/self-check.ts';

describe('the ladder of devices', () => {
  it('finds the CPU right, to the accuracy of fp32', async () => {
    const check = await selfCheck('cpu');
    expect(check.errors.fused).toBeLessThan(1e-5);
    expect(check).toMatchObject({ attention: 'fused', merging: 'right' });
  });

  it('reports every rung with a reason, and takes one that passed', async () => {
    const report = await deviceLadder('auto', 1).report();
    expect(report.rungs.map(({ name }) => name)).toEqual(['webgpu', 'cpu']);
    for (const { reason } of report.rungs) expect(reason).toMatch(/^[A-Z].*\.$/);
    expect(report.rungs.find(({ name }) => name === report.chosen)?.selfCheck).toBe('passed');
  });

  it('refuses a device that does not exist, naming those that do', async () => {
    await expect(deviceLadder('tpu', 1).choose()).rejects.toMatchObject({
      code: 'no-device',
      message: 'There is no device "tpu"; choose auto, webgpu or cpu.',
    });
  });
});
