import { describe, expect, it } from 'vitest';
import { addressesOf, parsePublicUrl, pathBelow } from '../../serve/addresses.ts';
import { cookieOf, cookieText, refusalOf } from '../../serve/guard.ts';

const ownNames = ['192.0.2.7', '2001:db8::7', 'gpu'];
const local = addressesOf({ host: '127.0.0.1', port: 7470, ownNames });

describe('addresses', () => {
  it('of the loopback are its three names with the port, and no other', () => {
    expect([...local.hosts]).toEqual(['127.0.0.1:7470', 'localhost:7470', '[::1]:7470']);
    expect(local).toMatchObject({ page: 'http://127.0.0.1:7470/', base: '/', secure: false });
  });

  it('of the whole network are those of this computer', () => {
    const { hosts, page } = addressesOf({ host: '0.0.0.0', port: 80, ownNames });
    expect([...hosts]).toEqual(['127.0.0.1', 'localhost', '[::1]', '192.0.2.7', '[2001:db8::7]', 'gpu']);
    expect(page).toBe('http://192.0.2.7/');
  });

  it('behind a proxy are the public one too, with its path', () => {
    const publicUrl = parsePublicUrl('https://gpu.example.org/dymu');
    const { hosts, origins, page, base, secure } = addressesOf({
      host: '127.0.0.1',
      port: 7470,
      publicUrl,
      ownNames,
    });
    expect(hosts.has('gpu.example.org')).toBe(true);
    expect(origins.has('https://gpu.example.org')).toBe(true);
    expect({ page, base, secure }).toEqual({
      page: 'https://gpu.example.org/dymu/',
      base: '/dymu/',
      secure: true,
    });
    expect([
      pathBelow(base, '/dymu/door.js'),
      pathBelow(base, '/door.js'),
      pathBelow(base, '/dymu/'),
    ]).toEqual(['door.js', 'door.js', '']);
  });

  it.each(['gpu.example.org', 'ftp://x/', 'https://a:b@x/', 'https://x/?q', 'https://x/#t'])(
    'are not %s',
    (text) => expect(() => parsePublicUrl(text)).toThrow(/no address that a page can have; give one such as/),
  );
});

describe('a request', () => {
  const [host, origin] = ['127.0.0.1:7470', 'http://127.0.0.1:7470'];
  const status = (headers: Record<string, string>, purpose: 'page' | 'part' | 'act') =>
    refusalOf(headers, purpose, local)?.status ?? 200;

  it.each([
    ['under a name that leads here by another', { host: 'evil.example:7470', origin }, 'act', 421],
    ['under the name with another port', { host: '127.0.0.1:80', origin }, 'act', 421],
    ['from a page of another port', { host, origin: 'http://127.0.0.1:3000' }, 'act', 403],
    ['from a page without an origin', { host, origin: 'null' }, 'act', 403],
    ['to do something, without saying from where', { host }, 'act', 403],
    ['for a part, by a page of another port', { host, 'sec-fetch-site': 'same-site' }, 'part', 403],
    ['for a part, by a page of elsewhere', { host, 'sec-fetch-site': 'cross-site' }, 'part', 403],
    ['for the page, from a link elsewhere', { host, 'sec-fetch-site': 'cross-site' }, 'page', 200],
    ['of our page', { host, origin, 'sec-fetch-site': 'same-origin' }, 'act', 200],
    ['that somebody typed', { host, 'sec-fetch-site': 'none' }, 'part', 200],
  ] as const)('%s', (_, headers, purpose, expected) => {
    expect(status(headers, purpose)).toBe(expected);
  });

  it('has its cookie found by its whole name', () => {
    expect(cookieOf('a=1; dymu-74=2; dymu-7470=x=y', 'dymu-7470')).toBe('x=y');
    expect(cookieOf(undefined, 'dymu-7470')).toBeUndefined();
    expect(cookieText('dymu-1', 's', { base: '/dymu/', secure: true })).toBe(
      'dymu-1=s; HttpOnly; SameSite=Strict; Path=/dymu/; Secure',
    );
  });
});
