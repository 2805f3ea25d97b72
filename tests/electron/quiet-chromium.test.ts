import { expect, it, vi } from 'vitest';
import { quietChromium } from '../../electron/quiet-chromium.ts';

it('Chromium is told to do nothing on the network by itself', () => {
  const appendSwitch = vi.fn();
  quietChromium({ commandLine: { appendSwitch } as unknown as Electron.CommandLine });
  expect(appendSwitch.mock.calls.flat()).toEqual([
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
    'disable-sync',
    'no-pings',
  ]);
});
