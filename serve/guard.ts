/** Who asks: a request is answered only under the server's own names, from its own pages, and by a browser that came in by an address. Pure. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Addresses } from './addresses.ts';

export type Refusal = { readonly status: 403 | 421; readonly words: string };

/** What a request is for: a page that somebody opens may be asked for from anywhere, everything else by our own pages alone. */
export type Purpose = 'page' | 'part' | 'act';

/** Null where the request may be answered. */
export function refusalOf(
  headers: IncomingHttpHeaders,
  purpose: Purpose,
  { hosts, origins }: Addresses,
): Refusal | null {
  const { host, origin } = headers;
  if (host === undefined || !hosts.has(host.toLowerCase()))
    return { status: 421, words: 'This server does not go by that name.\n' };
  const site = headers['sec-fetch-site'];
  const foreign = { status: 403, words: 'A page of another origin may not ask this server.\n' } as const;
  if (origin !== undefined && !origins.has(origin)) return foreign;
  if (purpose === 'act' && origin === undefined) return foreign;
  if (purpose !== 'page' && site !== undefined && site !== 'same-origin' && site !== 'none') return foreign;
  return null;
}

/** Ports share the cookies of a name: the port is in ours. */
export const cookieName = (port: number): string => `dymu-${port}`;

export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

export function cookieText(
  name: string,
  secret: string,
  { base, secure }: Pick<Addresses, 'base' | 'secure'>,
): string {
  return `${name}=${secret}; HttpOnly; SameSite=Strict; Path=${base}${secure ? '; Secure' : ''}`;
}
