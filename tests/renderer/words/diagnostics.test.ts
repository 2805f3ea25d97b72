import { expect, it } from 'vitest';
import { diagnostics } from '../../../renderer/words/diagnostics.ts';
import { fakeModel } from '../../support/fake-engine.ts';

it('diagnostics name program, system, every device with its reason, and the model without its folder', () => {
  const about = { name: 'DyMU Explorer', version: '0.1.0', runsOn: 'Electron 45', platform: 'linux x64' };
  const report = {
    rungs: [
      { name: 'webgpu', available: false, selfCheck: 'not-run', reason: 'no adapter' },
      { name: 'cpu', available: true, selfCheck: 'passed', reason: '' },
    ],
    chosen: 'cpu',
  } as const;
  const text = diagnostics(about, report, fakeModel);
  expect(text.split('\n').slice(0, 5)).toEqual([
    'DyMU Explorer 0.1.0',
    'Electron 45, linux x64',
    'Devices:',
    '  webgpu: not here; no adapter',
    '  cpu (in use): self-check passed',
  ]);
  expect(text).toMatch(/^Model: \S+, .* parameters, /mu);
  expect(text).not.toContain(fakeModel.directory);
  expect(diagnostics(about, report, null)).toContain('Model: none\n');
});
