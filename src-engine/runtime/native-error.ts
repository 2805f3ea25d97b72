/** What the runtime throws, told apart: a lost device, memory that was refused, anything else. Its own words go along as detail. */
import { EngineError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import type { Remedy } from '../remedy.ts';
import type { ExecutionProvider } from './onnx.ts';

interface Kind {
  readonly code: ErrorCode;
  /** Matches the runtime's words. */
  readonly says: RegExp;
  readonly fact: (doing: string, provider: ExecutionProvider) => string;
  readonly remedy: Remedy;
}

/** Dawn: "WebGPU device lost (1): …", then "[Device] is lost." on every call. DirectX and Metal: "device removed". */
const lost: Kind = {
  code: 'device-lost',
  says: /\bdevice (?:is |was |has been )?(?:lost|removed|hung|reset)\b|\[[^\]]*\] is lost\b|DEVICE_LOST|DEVICE_REMOVED/i,
  fact: (doing, provider) =>
    `The graphics processor went away while ${doing} (${provider} lost its device: a driver that was reset or updated, or one task that took too long)`,
  remedy: { kind: 'restart-engine' },
};

/** "bad allocation", "BFC Arena ran out of memory", "Failed to allocate memory for requested buffer", VK_ERROR_OUT_OF_DEVICE_MEMORY. */
const memory: Kind = {
  code: 'out-of-memory',
  says: /out[ _-]of[ _-](?:\w+[ _])?memory|bad[ _]alloc|failed to allocate|cannot allocate memory/i,
  fact: (doing, provider) =>
    `${provider === 'cpu' ? 'This computer' : 'The graphics processor'} ran out of memory while ${doing}`,
  remedy: {
    kind: 'either',
    remedies: [
      { kind: 'advice', words: 'close other programs' },
      { kind: 'other-precision' },
      { kind: 'advice', words: 'take a smaller model' },
    ],
  },
};

const other: Kind = {
  code: 'native-failure',
  says: /^/,
  fact: (doing, provider) => `The runtime failed on ${provider} while ${doing}`,
  remedy: {
    kind: 'either',
    remedies: [{ kind: 'other-device' }, { kind: 'download-again', what: "the model's files" }],
  },
};

/** @param doing what failed, after "while": "the model was running" */
export function nativeError(cause: unknown, doing: string, provider: ExecutionProvider): EngineError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  const kind = [lost, memory].find(({ says }) => says.test(detail)) ?? other;
  return new EngineError(kind.code, kind.fact(doing, provider), { remedy: kind.remedy, detail, cause });
}
