/** The families that the engine runs, by `model_type`, and the refusal of all others. */
import { modelTypeOf } from './parts/config-schema.ts';
import type { JsonDocument } from '../files/published-json.ts';
import { quote } from '../files/words.ts';
import { EngineError } from '../errors.ts';
import type { Family } from './family.ts';
import { gemma3 } from './gemma3.ts';
import { idefics3 } from './idefics3.ts';
import { internvl } from './internvl.ts';
import { llavaNextVideo } from './llava-next-video.ts';
import { llavaNext } from './llava-next.ts';
import { llavaOnevision } from './llava-onevision.ts';
import { llava } from './llava.ts';
import { paligemma } from './paligemma.ts';
import { qwen25Vl } from './qwen2-5-vl.ts';
import { qwen2Vl } from './qwen2-vl.ts';
import { qwen3Vl } from './qwen3-vl.ts';
import { nearestSupported, whyUnsupported } from './unsupported.ts';

const families: ReadonlyMap<string, Family> = new Map(
  [
    llava,
    llavaNext,
    llavaNextVideo,
    llavaOnevision,
    paligemma,
    gemma3,
    idefics3,
    internvl,
    qwen3Vl,
    qwen25Vl,
    qwen2Vl,
  ].flatMap((family) => family.modelTypes.map((modelType) => [modelType, family] as const)),
);

export const supportedModelTypes: readonly string[] = [...families.keys()];

/** Throws `unsupported` naming the field, its value, what is supported and, for a well-known family, why it is not; `bad-checkpoint` where the field is absent. */
export function familyOf(config: JsonDocument): Family {
  const modelType = modelTypeOf(config);
  const family = families.get(modelType);
  if (family !== undefined) return family;
  const supported = supportedModelTypes.join(', ');
  const reason = whyUnsupported(modelType);
  const nearest = nearestSupported(modelType);
  throw new EngineError(
    'unsupported',
    `${config.file}: model_type ${quote(modelType)} is not supported${reason === undefined ? '' : `, because ${reason}`}`,
    { remedy: `supported: ${supported}${nearest === undefined ? '' : `; nearest to it is ${nearest}`}` },
  );
}
