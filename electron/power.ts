/** What the computer does with its power, for the window: whatever is timed over a sleep says nothing. Knows no Electron. */
import type { PowerEvent } from './bridge.ts';

/** Electron's `powerMonitor`, which there is only after the application is ready. */
export interface PowerSource {
  on(event: PowerEvent, listener: () => void): unknown;
}

export const powerEvents: readonly PowerEvent[] = ['suspend', 'resume'];

export function tellPower(source: PowerSource, tell: (event: PowerEvent) => void): void {
  for (const event of powerEvents) source.on(event, () => tell(event));
}
