/** What the bottom line says while nothing runs that is worth a word of its own. */
import type { EngineStatus } from '../../electron/bridge.ts';
import { hasStopped, type ModelState } from '../state/model-slice.ts';

/** Ready only where a question would be answered now. */
export function restWords(engine: EngineStatus['kind'], model: ModelState['kind']): string {
  if (hasStopped(engine)) return 'Engine stopped';
  if (engine === 'restarting') return 'Starting the engine again';
  if (model === 'ready') return 'Ready';
  return model === 'failed' ? 'No model is loaded' : 'Starting';
}
