/** How the tokens of one answer are chosen and where it ends: the checkpoint's settings and the request's, put together. */
import type { AnswerRequest, Decoding } from '../engine.ts';
import { decodingOf } from '../language/decoding.ts';
import { expandedIds, type PromptPlan } from '../language/prompt.ts';
import { createSampler, type Sampler } from '../language/sampling.ts';
import { createStopStrings } from '../language/stop-strings.ts';
import { stopIds, type StopRules } from '../language/stop.ts';
import { tokenBytes } from '../language/token-bytes.ts';
import type { LoadedModel } from './loaded-model.ts';

export interface TokenChoice {
  readonly next: Sampler;
  readonly stop: StopRules;
  readonly decoding: Decoding;
}

/** Throws `bad-input` for sampling out of range. */
export function tokenChoice(
  { checkpoint, tokenizer }: LoadedModel,
  { sampling = { kind: 'greedy' }, visual }: AnswerRequest,
  prompt: PromptPlan,
  maxNewTokens: number,
): TokenChoice {
  const { spec, generation } = checkpoint;
  const { settings } = generation;
  const placeId = visual.kind === 'video' ? (spec.video?.tokenId ?? spec.imageTokenId) : spec.imageTokenId;
  const promptIds = (): number[] => expandedIds(prompt, placeId);
  const ends = stopIds(generation, tokenizer);
  return {
    next: createSampler({
      sampling,
      settings,
      // Over all rows of the head, as the reference does, even where the tokenizer knows fewer.
      size: spec.text.vocabulary,
      prompt: promptIds,
      ends: [...ends],
      maxNewTokens,
    }),
    stop: { ends, maxNewTokens, stopString: stopString(settings.stop_strings) },
    decoding: decodingOf(settings, sampling),
  };

  function stopString(texts: readonly string[] | undefined): StopRules['stopString'] {
    if (texts === undefined || texts.length === 0) return undefined;
    const ids = promptIds();
    const completes = createStopStrings(texts, tokenizer, tokenBytes(checkpoint.tokenizer.json));
    return (token) => {
      ids.push(token);
      return completes(ids);
    };
  }
}
