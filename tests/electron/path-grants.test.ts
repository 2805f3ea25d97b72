import { describe, expect, it } from 'vitest';
import { placeOf } from '../../electron/path-cover.ts';
import { createPathGrants } from '../../electron/path-grants.ts';
import { answerAbout } from '../../electron/path-messages.ts';

const write = { path: '/home/a.json', what: 'calibration', window: 3 } as const;

describe('what may be read', () => {
  const grants = createPathGrants(['/assets']);
  grants.allowRead(['/pictures/holiday', '/pictures/cat.png', 'relative.png']);

  it.each([
    '/assets/pocket/config.json',
    '/pictures/holiday',
    '/pictures/holiday/a/b.png',
    '/pictures/cat.png',
  ])('%s', (path) => expect(grants.mayRead(path)).toBe(true));

  it.each([
    ['a sibling whose name begins alike', '/pictures/holiday2/a.png'],
    ['the folder above', '/pictures'],
    ['a way out', '/pictures/holiday/../dog.png'],
    ['a relative path', 'relative.png'],
    ['a path with an end in it', '/pictures/holiday/\0'],
    ['what lies below a file', '/pictures/cat.png.txt'],
    ['everything', '/'],
    ['nothing', ''],
  ])('not %s', (_, path) => expect(grants.mayRead(path)).toBe(false));

  it('does not heed case where the system does not', () => {
    expect(placeOf('/A/b', 'win32')).toBe('/a/b');
    expect(placeOf('/A/b', 'linux')).toBe('/A/b');
  });
});

describe('a grant to write', () => {
  it('says where, and is good once', () => {
    const grants = createPathGrants([]);
    const place = grants.grantWrite(write);
    expect(place.path).toBe('/home/a.json');
    expect(grants.claim(place.grant, 'calibration', 3)).toBe('/home/a.json');
    expect(grants.claim(place.grant, 'calibration', 3)).toBeUndefined();
  });

  it('is of one window, and cannot be guessed from its place or from another grant', () => {
    const grants = createPathGrants([]);
    const one = grants.grantWrite(write);
    const other = grants.grantWrite(write);
    expect(one.grant).toMatch(/^[0-9a-f-]{36}$/);
    expect(one.grant).not.toBe(other.grant);
    expect(grants.claim(one.grant, 'calibration', 4)).toBeUndefined();
    expect(grants.claim(write.path, 'calibration', 3)).toBeUndefined();
    expect(grants.claim(one.grant, 'calibration', 3)).toBe('/home/a.json');
  });

  it('allows no reading', () => {
    const grants = createPathGrants([]);
    grants.grantWrite(write);
    expect(grants.mayRead(write.path)).toBe(false);
  });

  it('is forgotten when 64 younger ones wait', () => {
    const grants = createPathGrants([]);
    const [oldest, ...others] = Array.from({ length: 65 }, () => grants.grantWrite(write));
    expect(grants.claim(oldest!.grant, 'calibration', 3)).toBeUndefined();
    expect(others.every(({ grant }) => grants.claim(grant, 'calibration', 3) !== undefined)).toBe(true);
  });
});

describe('what the engine process is answered', () => {
  it('is a root for each path, or nothing', () => {
    const grants = createPathGrants(['/assets']);
    const question = { kind: 'paths', id: 7, ask: 'roots', paths: ['/assets/a.png', '/etc/passwd'] } as const;
    expect(answerAbout(grants, question)).toEqual({ kind: 'paths', id: 7, found: ['/assets', null] });
  });

  it('is the place of a grant, or nothing', () => {
    const grants = createPathGrants([]);
    const { grant } = grants.grantWrite(write);
    const question = { kind: 'paths', id: 1, ask: 'claim', grant, what: 'calibration', window: 3 } as const;
    expect(answerAbout(grants, question).found).toEqual(['/home/a.json']);
    expect(answerAbout(grants, question).found).toEqual([null]);
  });

  it('allows what the engine tells', () => {
    const grants = createPathGrants([]);
    answerAbout(grants, { kind: 'paths', id: 1, ask: 'tell', paths: ['/cache/model'] });
    expect(grants.mayRead('/cache/model/config.json')).toBe(true);
  });
});
