/** A mode of an evaluation as the choices of Explore that ask for the same. Pure. */
import type { ModelInfo } from '../../../src-engine/engine.ts';
import { modeParts, modeRequest, tokensAsked } from '../../state/evaluation/modes.ts';
import type { Choices } from '../../state/choices-slice.ts';

/** Empty for a mode whose tokens hang on another one's answers. All tokens are the largest budget of the method in use. */
export function exploreChoice(
  mode: string,
  info: ModelInfo,
): Partial<Pick<Choices, 'method' | 'tokens' | 'virtualUnmerging'>> {
  const parts = modeParts(mode);
  const request = modeRequest(mode);
  if (parts === null || request === null) return {};
  const tokens = tokensAsked(request, info);
  return {
    ...(parts.method === 'none' ? {} : { method: parts.method }),
    ...(tokens === null ? {} : { tokens }),
    virtualUnmerging: parts.virtualUnmerging,
  };
}
