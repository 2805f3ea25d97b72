/** Under which addresses the server may be reached: names that a request must say to be answered, against rebinding of names to this computer. Pure. */
import { EngineError } from '../src-engine/errors.ts';

export interface Listening {
  /** Given by the user: what is listened on. */
  readonly host: string;
  readonly port: number;
  /** The address that a proxy in front shows to browsers. */
  readonly publicUrl?: URL;
  /** Addresses of this computer, and its name, where all of them are listened on. */
  readonly ownNames: readonly string[];
}

export interface Addresses {
  /** Values of `Host` that are answered. */
  readonly hosts: ReadonlySet<string>;
  /** Values of `Origin` that may ask. */
  readonly origins: ReadonlySet<string>;
  /** Of the page, with `/` at the end, for people. */
  readonly page: string;
  /** Path of the page: '/', or that of the public address. */
  readonly base: string;
  /** The page is shown over https. */
  readonly secure: boolean;
}

const loopback = ['127.0.0.1', 'localhost', '::1'];
const everywhere = ['0.0.0.0', '::'];

export const isLoopback = (host: string): boolean => loopback.includes(host);
const bracketed = (name: string): string => (name.includes(':') ? `[${name}]` : name);

export function addressesOf({ host, port, publicUrl, ownNames }: Listening): Addresses {
  const names = isLoopback(host)
    ? loopback
    : everywhere.includes(host)
      ? [...loopback, ...ownNames]
      : [host, ...loopback];
  const local = names.map((name) => hostOf(bracketed(name).toLowerCase(), port));
  const hosts = new Set(local);
  const origins = new Set(local.map((each) => `http://${each}`));
  if (publicUrl !== undefined) {
    hosts.add(publicUrl.host);
    origins.add(publicUrl.origin);
  }
  const shown = everywhere.includes(host) ? (ownNames[0] ?? '127.0.0.1') : host;
  const base = publicUrl === undefined ? '/' : withSlash(publicUrl.pathname);
  const page =
    publicUrl === undefined ? `http://${hostOf(bracketed(shown), port)}/` : `${publicUrl.origin}${base}`;
  return { hosts, origins, page, base, secure: publicUrl?.protocol === 'https:' };
}

/** As browsers say it: without the port that http has by itself. */
const hostOf = (name: string, port: number): string => (port === 80 ? name : `${name}:${port}`);

const withSlash = (path: string): string => (path.endsWith('/') ? path : `${path}/`);

/** @throws EngineError where it is no address of a page */
export function parsePublicUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain =
    url !== undefined &&
    ['http:', 'https:'].includes(url.protocol) &&
    [url.username, url.password, url.search, url.hash].every((part) => part === '');
  if (plain) return url;
  throw new EngineError('bad-input', `"${text}" is no address that a page can have`, {
    remedy: 'give one such as https://gpu.example.org/dymu/',
  });
}

/** The path below the page's, '' for the page itself; undefined for what lies elsewhere. A proxy may have taken the prefix away. */
export function pathBelow(base: string, pathname: string): string | undefined {
  if (pathname.startsWith(base)) return pathname.slice(base.length);
  return pathname.startsWith('/') ? pathname.slice(1) : undefined;
}
