import { describe, expect, it } from 'vitest';
import { EngineError, errorCodes } from '../../src-engine/errors.ts';
import { fromWire, toWire } from '../../src-engine/remote/wire-error.ts';

describe('toWire and fromWire', () => {
  it.each(errorCodes)('keep an error of code %s', (code) => {
    const error = new EngineError(code, 'A sentence.', { detail: 'native words' });
    const rebuilt = fromWire(structuredClone(toWire(error)));
    expect(rebuilt).toBeInstanceOf(EngineError);
    expect(rebuilt).toMatchObject({ code, message: 'A sentence.', detail: 'native words' });
  });

  it('send no detail where there is none', () => {
    expect(toWire(new EngineError('aborted', 'Stopped.'))).toEqual({ code: 'aborted', message: 'Stopped.' });
  });

  it('carry what is no error at all', () => {
    expect(toWire('out of cheese')).toEqual({ code: 'bug', message: 'out of cheese' });
    expect(fromWire(toWire(new RangeError('too far')))).not.toBeInstanceOf(EngineError);
  });
});
