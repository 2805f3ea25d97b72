/** Which device and how many threads the engine gets, from the user's settings and from what has happened. Pure. */
import type { EngineOptions } from '../src-engine/engine.ts';
import type { EngineDevices } from './bridge.ts';
import type { Settings } from './settings-schema.ts';

/** @param allowed the processor alone, after the engine has ended too often with another device */
export function engineChoices(
  { device = 'auto', threads = null }: Pick<Settings, 'device' | 'threads'>,
  allowed: EngineDevices,
): Pick<EngineOptions, 'device' | 'threads'> {
  return {
    device: allowed === 'processor' ? 'cpu' : device,
    ...(threads === null ? {} : { threads }),
  };
}
