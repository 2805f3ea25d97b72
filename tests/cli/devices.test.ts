import { describe, expect, it } from 'vitest';
import { cli } from './harness.ts';

describe('dymu devices', () => {
  it('lists the rungs with their reasons and marks the chosen one', async () => {
    const { out } = await cli(['devices']);
    expect(out).toBe(
      '  device             self-check  reason\n  webgpu  not here   not run     No graphics adapter was found.\n> cpu     available  passed\n',
    );
  });

  it('prints one document with the fields of the contract', async () => {
    const { out } = await cli(['devices', '--json']);
    expect(JSON.parse(out)).toEqual({
      rungs: [
        { name: 'webgpu', available: false, selfCheck: 'not-run', reason: 'No graphics adapter was found.' },
        { name: 'cpu', available: true, selfCheck: 'passed', reason: '' },
      ],
      chosen: 'cpu',
    });
  });
});
