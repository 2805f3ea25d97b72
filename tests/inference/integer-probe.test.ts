import { describe, expect, it } from 'vitest';
import { whyNotIntegers } from '../../src-engine/inference/integer-probe.ts';

describe('whyNotIntegers', () => {
  it('says either nothing, or what comes out instead, and the same every time', async () => {
    const reason = await whyNotIntegers('cpu');
    if (reason !== undefined) expect(reason).toMatch(/cut off.*\(64 becomes \d/u);
    expect(await whyNotIntegers('cpu')).toBe(reason);
  });

  it('leaves other devices alone', async () => {
    expect(await whyNotIntegers('webgpu')).toContain('only the processor');
  });
});
