/** Turns off what Chromium does on the network of its own accord. Before the application is ready. */
import type { App } from 'electron';

/** Without a value each. What one Electron leaves out of Chromium, the next may bring along. */
export const quietSwitches = [
  'disable-background-networking', // field trials, safe browsing, a clock from the network
  'disable-component-update',
  'disable-domain-reliability',
  'disable-sync',
  'no-pings',
] as const;

export function quietChromium({ commandLine }: Pick<App, 'commandLine'>): void {
  for (const name of quietSwitches) commandLine.appendSwitch(name);
}
