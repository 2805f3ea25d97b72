import { describe, expect, it } from 'vitest';
import { inWords, shippedElectron, supportOf } from '../../tools/electron-support.ts';

describe('the runtime that ships', () => {
  it('is of a major that was supported on the day of the table', () => {
    expect(supportOf(shippedElectron(), '2026-11-29')).toMatchObject({ kind: 'supported' });
  });
});

describe('support of Electron', () => {
  it('ends on the day when the third major after it comes out', () => {
    expect(supportOf('42.11.18', '2026-10-20')).toEqual({
      kind: 'supported',
      until: '2026-10-21',
      planned: false,
    });
    expect(supportOf('42.11.18', '2026-10-21')).toEqual({
      kind: 'ended',
      on: '2026-10-21',
      planned: false,
    });
  });

  it('ends as planned, 24 weeks after the first release, where that is still to come', () => {
    expect(supportOf('45.5.0', '2027-04-06')).toEqual({
      kind: 'supported',
      until: '2027-04-07',
      planned: true,
    });
    expect(supportOf('45.5.0', '2027-04-07').kind).toBe('ended');
  });

  it('of a major that is not in the table is unknown, which is not taken for supported', () => {
    expect(supportOf('52.0.0', '2026-11-29')).toEqual({ kind: 'unknown' });
    expect(inWords('52.0.0', { kind: 'unknown' })).toMatch(/^Electron 52\.0\.0 is not in the table/);
  });

  it('is said in one sentence with the remedy', () => {
    expect(inWords('42.11.18', supportOf('42.11.18', '2026-11-29'))).toBe(
      'Electron 42.11.18 has been out of support since 2026-10-21; take a newer major in package.json, and add it to the table in tools/electron-support.ts.',
    );
    expect(inWords('45.5.0', supportOf('45.5.0', '2026-11-29'))).toBe(
      'Electron 45.5.0 is supported until 2027-04-07, as planned.',
    );
  });
});
