import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type {
  AnswerRequest,
  CalibrateRequest,
  EncodeRequest,
  EvaluateRequest,
  ImageSource,
  Merging,
  ModelSource,
  PrecisionCheckRequest,
} from '../../src-engine/engine.ts';
import { isReply, requestSchema } from '../../src-engine/remote/protocol.ts';
import type {
  answerRequestSchema,
  calibrateRequestSchema,
  encodeRequestSchema,
  evaluateRequestSchema,
  imageSourceSchema,
  mergingSchema,
  modelSourceSchema,
  precisionCheckRequestSchema,
} from '../../src-engine/remote/request-schemas.ts';

type Keys<T> = T extends unknown ? keyof T : never;

describe('requestSchema', () => {
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
    expectTypeOf<z.infer<typeof mergingSchema>['kind']>().toEqualTypeOf<Merging['kind']>();
    expectTypeOf<z.infer<typeof imageSourceSchema>['kind']>().toEqualTypeOf<ImageSource['kind']>();
  });

  it('takes an encode request with bytes and every option', () => {
    const request = {
      kind: 'encode',
      id: 1,
      request: {
        image: { kind: 'bytes', bytes: Uint8Array.of(1, 2), name: 'pasted.png' },
        merging: { kind: 'adaptive', budget: { kind: 'share', share: 0.5 } },
        scores: true,
        saveFeatures: '/tmp/features.safetensors',
      },
    };
    expect(requestSchema.parse(request)).toEqual(request);
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
    const message = { kind: 'evaluate', id: 1, request };
    expect(requestSchema.parse(message)).toEqual(message);
    const wrong = { ...message, request: { ...request, scorer: 'bleu' } };
    expect(requestSchema.safeParse(wrong).success).toBe(false);
  });

  it.each([
    ['a share above one', { kind: 'adaptive', budget: { kind: 'share', share: 1.5 } }],
    ['no tokens', { kind: 'exact', tokens: 0 }],
    ['half a token', { kind: 'exact', tokens: 2.5 }],
    ['an infinite threshold', { kind: 'thresholds', thresholds: [Infinity] }],
    ['an unknown schedule', { kind: 'fixed', total: 10, schedule: 'quadratic' }],
  ])('refuses %s', (_, merging) => {
    const request = { image: { kind: 'file', path: '/a.png' }, merging };
    expect(requestSchema.safeParse({ kind: 'encode', id: 1, request }).success).toBe(false);
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
