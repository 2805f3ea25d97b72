/** Whether anything can be asked now. Pure. */
import type { ModelInfo } from '../../src-engine/engine.ts';
import type { AppState } from './store.ts';

/** Why nobody would answer; null while the engine runs, or is on its way. */
export function whyNoEngine({ engine }: Pick<AppState, 'engine'>): string | null {
  if (engine.kind === 'gone') return engine.cause;
  return engine.kind === 'failed' ? 'The engine has stopped: start it again to ask.' : null;
}

/** Why nothing can be asked of it, and what to open instead; null where it answers. */
export function whyNoQuestions({ name, takes }: Pick<ModelInfo, 'name' | 'takes'>): string | null {
  if (takes.questions) return null;
  return `${name} is a vision encoder without a language model, so no question can be put to it: open a model that has both, such as LLaVA-1.5 or SmolVLM.`;
}
