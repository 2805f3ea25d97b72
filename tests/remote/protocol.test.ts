import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type {
  AnswerRequest,
  CalibrateRequest,
  EncodeRequest,
  EvaluateRequest,
  ImageReading,
  ImageSource,
  ModelSource,
  PrecisionCheckRequest,
} from '../../src-engine/engine.ts';
import { calls } from '../../src-engine/remote/calls.ts';
import { answerRequestSchema } from '../../src-engine/remote/request-schemas.ts';
import { envelopeSchema, isReply } from '../../src-engine/remote/protocol.ts';
import type {
  calibrateRequestSchema,
  encodeRequestSchema,
  evaluateRequestSchema,
  imageSourceSchema,
  modelSourceSchema,
  precisionCheckRequestSchema,
  readingSchema,
} from '../../src-engine/remote/request-schemas.ts';

type Keys<T> = T extends unknown ? keyof T : never;

describe('a call on the wire', () => {
  // The compiler checks these: an optional field added to the engine but not to the schema would be refused at run time.
  it('knows every field of the engine', () => {
    expectTypeOf<Keys<z.infer<typeof encodeRequestSchema>>>().toEqualTypeOf<Keys<EncodeRequest>>();
    expectTypeOf<Keys<z.infer<typeof answerRequestSchema>>>().toEqualTypeOf<Keys<AnswerRequest>>();
    expectTypeOf<Keys<z.infer<typeof calibrateRequestSchema>>>().toEqualTypeOf<Keys<CalibrateRequest>>();
    expectTypeOf<Keys<z.infer<typeof evaluateRequestSchema>>>().toEqualTypeOf<Keys<EvaluateRequest>>();
    expectTypeOf<z.infer<typeof evaluateRequestSchema>['scorer']>().toEqualTypeOf<
      EvaluateRequest['scorer']
    >();
    expectTypeOf<Keys<z.infer<typeof precisionCheckRequestSchema>>>().toEqualTypeOf<
      Keys<PrecisionCheckRequest>
    >();
    expectTypeOf<Keys<z.infer<typeof modelSourceSchema>>>().toEqualTypeOf<Keys<ModelSource>>();
    expectTypeOf<z.infer<typeof imageSourceSchema>['kind']>().toEqualTypeOf<ImageSource['kind']>();
    expectTypeOf<Keys<z.infer<typeof readingSchema>>>().toEqualTypeOf<Keys<ImageReading>>();
    expectTypeOf<z.infer<typeof readingSchema>>().toExtend<ImageReading>();
  });

  it('takes an encode request with bytes and every option', () => {
    const request = {
      image: {
        kind: 'bytes',
        bytes: Uint8Array.of(1, 2),
        name: 'pasted.png',
        reading: { orientation: 6, transparency: 'white' },
      },
      reduction: { method: 'dymu', budget: { kind: 'share', share: 0.5 } },
      scores: true,
    };
    expect(calls.encode.schema.parse(request)).toEqual(request);
  });

  it('takes an evaluation with every option and refuses a scorer that there is not', () => {
    const request = {
      data: '/data/questions.jsonl',
      modes: ['full', 'dymu:low'],
      scorer: 'yes-no',
      limit: 10,
      maxNewTokens: 8,
      resume: true,
      details: true,
    };
    expect(calls.evaluate.schema.parse(request)).toEqual(request);
    expect(calls.evaluate.schema.safeParse({ ...request, scorer: 'bleu' }).success).toBe(false);
  });

  it.each([
    ['a share above one', { method: 'dymu', budget: { kind: 'share', share: 1.5 } }],
    ['no tokens', { method: 'tome', budget: { kind: 'tokens', tokens: 0 } }],
    ['half a token', { method: 'tome', budget: { kind: 'tokens', tokens: 2.5 } }],
    ['an infinite threshold', { method: 'dymu', budget: { kind: 'thresholds', thresholds: [Infinity] } }],
    ['an unknown schedule', { method: 'tome', budget: { kind: 'rows', rows: 10, schedule: 'quadratic' } }],
  ])('refuses %s', (_, reduction) => {
    const request = { image: { kind: 'file', path: '/a.png' }, reduction };
    expect(calls.encode.schema.safeParse(request).success).toBe(false);
  });

  it.each([
    ['bytes that are none', null],
    ['bytes as text', 'abc'],
  ])('refuses %s', (_, bytes) => {
    const image = { kind: 'bytes', bytes, name: 'pasted.png' };
    expect(calls.preview.schema.safeParse({ image, maxSide: 8 }).success).toBe(false);
  });
});

describe('files', () => {
  it.each(['saveFeatures', 'saveLogits'])('are not written for a window: %s is refused', (field) => {
    const image = { kind: 'file', path: '/a.png' };
    const reduction = { method: 'none' };
    const encode = { image, reduction };
    const answer = {
      visual: { kind: 'images', images: [image] },
      question: 'q',
      reduction,
      virtualUnmerging: true,
    };
    for (const [schema, request] of [
      [calls.encode.schema, encode],
      [answerRequestSchema, answer],
    ] as const) {
      expect(schema.safeParse(request).success).toBe(true);
      expect(schema.safeParse({ ...request, [field]: '/etc/passwd' }).success).toBe(false);
    }
  });
});

describe('envelopeSchema', () => {
  it('takes a call by its name and leaves what it holds to the call', () => {
    const envelope = { kind: 'call', id: 1, call: 'encode', request: 'anything' };
    expect(envelopeSchema.parse(envelope)).toEqual(envelope);
  });

  it.each(['sing', 'toString', 'answer', 1])('knows no call %s', (call) => {
    expect(envelopeSchema.safeParse({ kind: 'call', id: 1, call, request: {} }).success).toBe(false);
  });
});

describe('isReply', () => {
  it('looks for kind and number', () => {
    expect(isReply({ kind: 'end', id: 4 })).toBe(true);
    expect(isReply({ kind: 'end' })).toBe(false);
    expect(isReply({ kind: 'finish', id: 4 })).toBe(false);
    expect(isReply('end')).toBe(false);
  });
});
