import { describe, expect, it } from 'vitest';
import { EngineError, errorCodes } from '../../src-engine/errors.ts';
import { fromWire, toWire } from '../../src-engine/remote/wire-error.ts';

describe('toWire and fromWire', () => {
  it.each(errorCodes)('keep an error of code %s', (code) => {
    const remedy = { kind: 'download-again', what: 'both files' } as const;
    const error = new EngineError(code, 'A fact', { remedy, detail: 'native words' });
    const rebuilt = fromWire(structuredClone(toWire(error)));
    expect(rebuilt).toBeInstanceOf(EngineError);
    expect(rebuilt).toMatchObject({
      code,
      fact: 'A fact',
      remedy,
      message: 'A fact; download both files again.',
      detail: 'native words',
    });
  });

  it('send neither remedy nor detail where there is none', () => {
    expect(toWire(new EngineError('aborted', 'Stopped'))).toEqual({ code: 'aborted', fact: 'Stopped' });
  });

  it('carry what is no error at all', () => {
    expect(toWire('out of cheese')).toEqual({ code: 'bug', message: 'out of cheese' });
    expect(fromWire(toWire(new RangeError('too far')))).not.toBeInstanceOf(EngineError);
  });
});
