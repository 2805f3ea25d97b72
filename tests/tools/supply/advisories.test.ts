import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ageInWords, audit, tooOld, type AdvisoryFile } from '../../../tools/supply/advisories.ts';
import { fetchAdvisories } from '../../../tools/supply/update-advisories.ts';
import { locked } from './lock.ts';

const advisory = {
  id: 1094544,
  url: 'https://example.org/advisories/1',
  title: 'a hostile picture runs code',
  severity: 'high' as const,
  vulnerable_versions: '<0.32.6',
};
const known = (changes: Partial<AdvisoryFile> = {}): AdvisoryFile => ({
  fetched: '2026-11-01',
  asked: ['sharp', 'zod'],
  advisories: { sharp: [advisory] },
  accepted: {},
  ...changes,
});

describe('the audit', () => {
  it('names a locked version that an advisory covers, and no other', () => {
    const lock = [locked({ name: 'sharp', version: '0.32.5' }), locked({ name: 'zod' })];
    expect(audit(lock, known()).affected).toEqual([
      'node_modules/sharp 0.32.5 (ships): a hostile picture runs code, high, versions <0.32.6 (https://example.org/advisories/1).',
    ]);
    expect(audit([locked({ name: 'sharp', version: '0.32.6' })], known()).affected).toEqual([]);
  });

  it('counts a prerelease of an affected version as affected', () => {
    expect(audit([locked({ name: 'sharp', version: '0.32.6-rc.1' })], known()).affected).toHaveLength(1);
  });

  it('leaves out what was accepted with a reason', () => {
    const accepted = { [advisory.url]: 'the decoder in question is switched off here' };
    expect(audit([locked({ name: 'sharp', version: '0.32.5' })], known({ accepted })).affected).toEqual([]);
  });

  it('says which packages the file knows nothing about', () => {
    const lock = [locked({ name: 'sharp' }), locked({ name: 'newcomer' })];
    expect(audit(lock, known()).unasked).toEqual(['newcomer']);
    expect(audit(lock, known({ fetched: null, asked: [] })).unasked).toEqual(['sharp', 'newcomer']);
  });

  it('says how old it is, and that a file never fetched says nothing', () => {
    expect(ageInWords(known(), '2026-11-02')).toBe('Advisories as of 2026-11-01, 1 day old.');
    expect(ageInWords(known({ fetched: null }), '2026-11-02')).toMatch(/says nothing/);
  });
});

it('A release wants advisories of the last days', () => {
  expect(tooOld(known(), '2026-11-08', 7)).toEqual([]);
  expect(tooOld(known(), '2026-11-09', 7)).toEqual([
    'The advisories are of 2026-11-01; a release wants them of the last 7 days.',
  ]);
  expect(tooOld(known({ fetched: null }), '2026-11-09', 7)[0]).toMatch(/^The advisories are of no day/);
});

describe('fetching advisories', () => {
  let status = 200;
  let body: unknown = {};
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''}`, JSON.parse(text));
      response.writeHead(status).end(JSON.stringify(body));
    });
  });
  let registry = '';
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => new Promise((done) => server.close(done)));
  const lock = [locked({ name: 'sharp', version: '0.32.5' }), locked({ name: 'sharp', version: '0.33.0' })];

  it('asks for every version once and writes down the day, the names and the answer', async () => {
    body = { sharp: [advisory] };
    const file = await fetchAdvisories(registry, lock, { accepted: {} }, '2026-11-29');
    expect(asked).toEqual(['POST /-/npm/v1/security/advisories/bulk', { sharp: ['0.32.5', '0.33.0'] }]);
    expect(file).toEqual({
      fetched: '2026-11-29',
      asked: ['sharp'],
      advisories: { sharp: [advisory] },
      accepted: {},
    });
  });

  it('takes neither a refusal nor an answer of another form', async () => {
    status = 405;
    await expect(fetchAdvisories(registry, lock, { accepted: {} }, '2026-11-29')).rejects.toThrow(
      'status 405',
    );
    status = 200;
    body = { sharp: [{ severity: 'terrible' }] };
    await expect(fetchAdvisories(registry, lock, { accepted: {} }, '2026-11-29')).rejects.toThrow();
  });
});
