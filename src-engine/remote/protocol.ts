/**
 * The messages between a window and the engine process. Requests are checked here on arrival, since a window is not to be trusted; replies come
 * from our own process. A stream is opened by `answer` and pulled: each `next` is answered by one `item`, `end` or `throw`.
 */
import { z } from 'zod';
import type {
  AnswerEvent,
  AnswerRequest,
  CalibrateRequest,
  CalibrateResult,
  DeviceReport,
  EncodeRequest,
  Encoding,
  EvaluateRequest,
  EvaluateResult,
  ImageSource,
  Inspection,
  ModelInfo,
  ModelSource,
  PrecisionCheckRequest,
  PrecisionReport,
  Preview,
  Progress,
} from '../engine.ts';
import {
  answerRequestSchema,
  calibrateRequestSchema,
  directorySchema,
  encodeRequestSchema,
  evaluateRequestSchema,
  modelSourceSchema,
  precisionCheckRequestSchema,
  previewRequestFields,
} from './request-schemas.ts';
import type { WireError } from './wire-error.ts';

/** Calls with one answer. */
export type CallBody =
  | { readonly kind: 'load'; readonly model: ModelSource }
  | { readonly kind: 'encode'; readonly request: EncodeRequest }
  | { readonly kind: 'calibrate'; readonly request: CalibrateRequest }
  | { readonly kind: 'evaluate'; readonly request: EvaluateRequest }
  | { readonly kind: 'preview'; readonly image: ImageSource; readonly maxSide: number }
  | { readonly kind: 'inspect'; readonly directory: string }
  | { readonly kind: 'devices' }
  | { readonly kind: 'checkPrecision'; readonly request: PrecisionCheckRequest }
  | { readonly kind: 'close' };

export type CallRequest = CallBody & { readonly id: number };

export type Request =
  | CallRequest
  | { readonly kind: 'answer'; readonly id: number; readonly request: AnswerRequest }
  | { readonly kind: 'next'; readonly id: number } // the id of an answer, as in the following
  | { readonly kind: 'leave'; readonly id: number }
  | { readonly kind: 'abort'; readonly id: number }; // of a call or of an answer

const id = z.int().nonnegative();

export const requestSchema: z.ZodType<Request> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('load'), id, model: modelSourceSchema }),
  z.strictObject({ kind: z.literal('encode'), id, request: encodeRequestSchema }),
  z.strictObject({ kind: z.literal('calibrate'), id, request: calibrateRequestSchema }),
  z.strictObject({ kind: z.literal('evaluate'), id, request: evaluateRequestSchema }),
  z.strictObject({ kind: z.literal('preview'), id, ...previewRequestFields }),
  z.strictObject({ kind: z.literal('inspect'), id, directory: directorySchema }),
  z.strictObject({ kind: z.literal('devices'), id }),
  z.strictObject({ kind: z.literal('checkPrecision'), id, request: precisionCheckRequestSchema }),
  z.strictObject({ kind: z.literal('close'), id }),
  z.strictObject({ kind: z.literal('answer'), id, request: answerRequestSchema }),
  z.strictObject({ kind: z.literal('next'), id }),
  z.strictObject({ kind: z.literal('leave'), id }),
  z.strictObject({ kind: z.literal('abort'), id }),
]);

/** All that can be said about a message that is no request: whom to answer. */
export const addresseeSchema = z.object({ id });

interface Results {
  load: ModelInfo;
  encode: Encoding;
  calibrate: CalibrateResult;
  evaluate: EvaluateResult;
  preview: Preview;
  inspect: Inspection;
  devices: DeviceReport;
  checkPrecision: PrecisionReport;
  close: null;
}

export type ReturnReply = {
  [Call in keyof Results]: {
    readonly kind: 'return';
    readonly id: number;
    readonly call: Call;
    readonly value: Results[Call];
  };
}[keyof Results];

/** What settles a request or a pull. */
export type FinalReply =
  | ReturnReply
  | { readonly kind: 'item'; readonly id: number; readonly event: AnswerEvent }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'throw'; readonly id: number; readonly error: WireError };

export type Reply =
  FinalReply | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress };

const replyEnvelope = z.looseObject({
  kind: z.enum(['return', 'throw', 'progress', 'item', 'end']),
  id,
});

/** Looks at the envelope only: what is inside was typed by the host of the same build. */
export function isReply(message: unknown): message is Reply {
  return replyEnvelope.safeParse(message).success;
}
