import { describe, expect, it } from 'vitest';
import { choosePrecision, parsePrecision } from '../../src-engine/inference/precision.ts';
import { whyNot } from '../../src-engine/inference/product-probe.ts';
import { refusal, rejection } from '../support/scratch.ts';

const cpu = { name: 'cpu', provider: 'cpu', attention: 'fused', threads: 1 } as const;

describe('parsePrecision', () => {
  it('knows five words', () => {
    expect(['auto', 'fp32', 'fp16', 'int8', 'int4'].map(parsePrecision)).toEqual([
      'auto',
      'fp32',
      'fp16',
      'int8',
      'int4',
    ]);
  });

  it('names them for any other', () => {
    expect(refusal(() => parsePrecision('fp8'))).toEqual({
      code: 'bad-input',
      message: 'There is no precision "fp8"; choose auto, fp32, fp16, int8 or int4.',
    });
  });
});

describe('choosePrecision', () => {
  it('takes fp32 unless told otherwise', async () => {
    expect(await choosePrecision('auto', cpu)).toBe('fp32');
    expect(await choosePrecision('int4', cpu)).toBe('int4');
  });

  it('refuses fp16 on the processor with the reason', async () => {
    expect(await rejection(choosePrecision('fp16', cpu))).toEqual({
      code: 'unsupported',
      message:
        'fp16 gains nothing on cpu: the processor multiplies no faster in it, so it would only cost accuracy and time; choose another precision.',
    });
  });
});

describe('whyNot', () => {
  it.each(['fp16', 'int8', 'int4'] as const)(
    'finds nothing against %s where it is computed rightly',
    async (precision) => {
      expect(await whyNot(precision, 'cpu')).toBeUndefined();
    },
  );
});
