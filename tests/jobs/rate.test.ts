import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isTaken } from '../../src-engine/jobs/lease.ts';
import { createRate, secondsLeft } from '../../src-engine/jobs/rate.ts';

describe('the rate of a job', () => {
  it('is that of its last minute', () => {
    const rate = createRate();
    expect(rate.perSecond()).toBeNull();
    rate.note(0, 0);
    rate.note(10_000, 100);
    expect(rate.perSecond()).toBe(10);
    rate.note(70_000, 160);
    expect(rate.perSecond()).toBe(1);
  });

  it('begins anew with another piece of work', () => {
    const rate = createRate();
    rate.note(0, 50);
    rate.note(1000, 60);
    rate.note(2000, 0);
    expect(rate.perSecond()).toBeNull();
    rate.note(4000, 8);
    expect(rate.perSecond()).toBe(4);
  });

  it('leads to the time left, where both are known', () => {
    expect([
      secondsLeft(4, 20, 60),
      secondsLeft(null, 20, 60),
      secondsLeft(0, 20, 60),
      secondsLeft(4, 1, 0),
    ]).toEqual([10, null, null, null]);
  });
});

describe('a lease', () => {
  const lease = { owner: 'a', host: hostname(), pid: 7, beatMs: 1000 };

  it('holds while its process lives and shows it', () => {
    expect(isTaken(lease, 2000, () => true)).toBe(true);
    expect(isTaken(lease, 2000, () => false)).toBe(false);
    expect(isTaken(lease, 1000 + 120_001, () => true)).toBe(false);
  });

  it('of another computer holds by its signs of life alone', () => {
    expect(isTaken({ ...lease, host: 'elsewhere' }, 2000, () => false)).toBe(true);
  });

  it('of this very process holds', () => {
    expect(isTaken({ ...lease, pid: process.pid }, 2000)).toBe(true);
  });
});
