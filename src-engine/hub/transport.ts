/** Requests to a hub: by its proxies, along its redirects, with the token for the hub's own host alone. Nothing else of the program makes requests for models. */
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { EngineError, throwIfAborted } from '../errors.ts';
import { clip } from '../files/words.ts';
import { brokenOff, failureOf, header, RequestFailure, type Asked, type Headers } from './failures.ts';
import { checkOnline, type HubAccess } from './access.ts';

/** An answer that is a success. Its body must be read to its end or destroyed. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readable;
  /** Where the last redirect led. */
  readonly url: string;
  /** Headers of the first answer, which are the hub's own: commit and hash of a file stand there. */
  readonly first: Headers;
}

export interface Transport {
  readonly access: HubAccess;
  /** Throws RequestFailure; `aborted`. */
  readonly get: (
    url: string,
    asked: Omit<Asked, 'host' | 'withToken'>,
    options?: GetOptions,
  ) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export interface GetOptions {
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Timeouts {
  /** For a connection, for the first byte of an answer, and between any two of its pieces [ms]. */
  readonly connectMs: number;
  readonly silenceMs: number;
}

export const usualTimeouts: Timeouts = { connectMs: 15_000, silenceMs: 30_000 };

const mostRedirects = 8;
const userAgent = 'dymu-explorer';

/** The token goes over an encrypted connection, or to this computer. */
export function mayCarryToken(url: URL, endpoint: URL): boolean {
  const local = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(url.hostname);
  return url.origin === endpoint.origin && (url.protocol === 'https:' || local);
}

/** Throws for a place that no hub leads to. */
function nextUrl(from: URL, to: string | undefined, asked: Asked): URL {
  const next = to !== undefined && URL.canParse(to, from.href) ? new URL(to, from) : undefined;
  const safe = next?.protocol === 'https:' || (next?.protocol === 'http:' && from.protocol === 'http:');
  if (next !== undefined && safe) return next;
  throw new RequestFailure(
    new EngineError(
      'bad-input',
      `${asked.host} leads to an address that is not followed (${clip(to ?? 'none')})`,
      {
        remedy: 'check the endpoint and the proxy',
      },
    ),
    {},
  );
}

export async function createTransport(
  access: HubAccess,
  timeouts: Timeouts = usualTimeouts,
): Promise<Transport> {
  checkOnline(access);
  // Loaded when somebody asks for a model, and at no start.
  const { EnvHttpProxyAgent, request } = await import('undici');
  const dispatcher: Dispatcher = new EnvHttpProxyAgent({
    httpProxy: access.proxy.http,
    httpsProxy: access.proxy.https,
    noProxy: access.proxy.no,
    headersTimeout: timeouts.silenceMs,
    bodyTimeout: timeouts.silenceMs,
    connect: { timeout: timeouts.connectMs },
  });
  const endpoint = new URL(access.endpoint);

  async function get(
    address: string,
    about: Omit<Asked, 'host' | 'withToken'>,
    { signal, headers = {} }: GetOptions = {},
  ): Promise<Answer> {
    let url = new URL(address);
    let first: Headers | undefined;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      throwIfAborted(signal);
      const withToken = access.token !== undefined && mayCarryToken(url, endpoint);
      const asked = { ...about, host: url.host, withToken };
      const answer = await request(url, {
        dispatcher,
        method: 'GET',
        headers: {
          'user-agent': userAgent,
          // Compressed pieces could not be put where they belong.
          'accept-encoding': 'identity',
          ...headers,
          ...(withToken ? { authorization: `Bearer ${access.token.value}` } : {}),
        },
        ...(signal === undefined ? {} : { signal }),
      }).catch((cause: unknown) => {
        throwIfAborted(signal);
        throw brokenOff(cause, asked);
      });
      first ??= answer.headers;
      const { statusCode: status } = answer;
      if (status >= 200 && status < 300) {
        return { status, headers: answer.headers, body: answer.body, url: url.href, first };
      }
      await answer.body.dump().catch(() => undefined);
      if (status < 300 || status >= 400 || status === 304) throw failureOf(status, answer.headers, asked);
      url = nextUrl(url, header(answer.headers, 'location'), asked);
    }
    throw new RequestFailure(
      new EngineError('bad-input', `${endpoint.host} leads from one address to the next without an end`, {
        remedy: 'check the endpoint and the proxy',
      }),
      {},
    );
  }

  return { access, get, close: () => dispatcher.destroy() };
}

/** Ends an answer before its end. */
export function drop(body: Readable): void {
  body.on('error', () => undefined); // that it was ended
  body.destroy();
}

/** The whole body, if it is no longer than `most`. Throws RequestFailure. */
export async function readBody(
  { body, url }: Answer,
  most: number,
  asked: Omit<Asked, 'host' | 'withToken'>,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  const host = new URL(url).host;
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > most) break;
      pieces.push(piece);
    }
  } catch (cause) {
    throw brokenOff(cause, { ...asked, host, withToken: false });
  }
  if (length <= most) return Buffer.concat(pieces);
  drop(body);
  throw new RequestFailure(
    new EngineError('bad-input', `${host} answers ${asked.what} with more than ${most} bytes`, {
      remedy: 'check the endpoint and the proxy',
    }),
    {},
  );
}
