/** Answers HTTP: the page's files to who came in, the door to who did not, tokens and uploads. Sockets are sockets.ts's. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { contentSecurityPolicy } from '../electron/app-protocol.ts';
import { EngineError } from '../src-engine/errors.ts';
import { pathBelow, type Addresses } from './addresses.ts';
import type { Browser } from './browsers.ts';
import { doorPage, doorScript, doorScriptName } from './door-page.ts';
import { cookieText, refusalOf, type Purpose } from './guard.ts';
import { pageName, type PageFile, type PageFiles } from './page-files.ts';
import { nameHeader, places } from './protocol.ts';

export interface RequestParts {
  readonly addresses: Addresses;
  readonly files: PageFiles;
  readonly cookie: string; // its name
  /** Who came in; undefined for a stranger. */
  readonly browserOf: (request: IncomingMessage) => Browser | undefined;
  readonly enter: (token: string) => string | undefined;
}

const guarding = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
} as const;

const iconName = 'favicon.ico';

/** Of a token; a real one has 43. */
const mostTokenBytes = 200;

export function createRequestHandler(
  parts: RequestParts,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { addresses, files } = parts;

  return async (request, response) => {
    const { method = '' } = request;
    const path = pathOf(addresses.base, request.url);
    const isPage = path === '' || path === pageName;
    const purpose: Purpose = method === 'POST' ? 'act' : isPage ? 'page' : 'part';
    const refusal = refusalOf(request.headers, purpose, addresses);
    if (refusal !== null) {
      say(response, refusal.status, refusal.words);
      return;
    }
    if (path === iconName)
      say(response, 204, ''); // browsers ask for it by themselves
    else if (path === undefined) say(response, 404, 'There is nothing here.\n');
    else if (method === 'POST') await post(path, request, response);
    else if (method === 'GET' || method === 'HEAD') await show(path, isPage, request, response);
    else say(response, 405, 'That is not done here.\n', { allow: 'GET, HEAD, POST' });
  };

  async function show(
    path: string,
    isPage: boolean,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const stranger = parts.browserOf(request) === undefined;
    if (stranger && isPage) {
      send(request, response, text('text/html; charset=utf-8', doorPage));
      return;
    }
    if (path === doorScriptName) {
      send(request, response, text('text/javascript; charset=utf-8', doorScript));
      return;
    }
    const file = stranger ? undefined : await files(path);
    if (file === undefined) say(response, 404, 'There is nothing here.\n');
    else send(request, response, file);
  }

  async function post(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (path === places.enter) {
      await enter(request, response);
      return;
    }
    const browser = parts.browserOf(request);
    if (path !== places.upload || browser === undefined) {
      request.resume();
      say(response, browser === undefined ? 401 : 404, 'There is nothing here.\n');
      return;
    }
    await upload(browser, request, response);
  }

  async function enter(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = await readText(request, mostTokenBytes);
    const secret = token === undefined ? undefined : parts.enter(token);
    if (secret === undefined) {
      const words =
        'This address has been used already, or the server has been started again since; take a new one where dymu serve runs.';
      say(response, 403, words);
      return;
    }
    say(response, 204, '', { 'set-cookie': cookieText(parts.cookie, secret, addresses) });
  }
}

async function upload(browser: Browser, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const length = Number(request.headers['content-length'] ?? NaN);
  const name = decoded(request.headers[nameHeader]);
  if (!Number.isInteger(length) || name === undefined || name === '') {
    request.resume();
    say(response, 400, 'A file needs a name and a length.');
    return;
  }
  try {
    const path = await browser.uploads.take(name, request, length);
    const body = JSON.stringify({ path });
    response.writeHead(200, { ...guarding, 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(body);
  } catch (error) {
    // What still comes is not read: a browser is told all the same, since it has the answer before.
    const sentence = error instanceof EngineError ? error.message : 'The server could not keep this file.';
    say(response, 413, sentence, { connection: 'close' });
    request.unpipe();
    request.resume();
  }
}

/** Undefined for what is no path of ours. */
export function pathOf(base: string, url: string | undefined): string | undefined {
  const address = URL.canParse(url ?? '', 'http://here') ? new URL(url ?? '', 'http://here') : undefined;
  return address === undefined ? undefined : pathBelow(base, decoded(address.pathname) ?? '');
}

function decoded(value: string | string[] | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function text(type: string, words: string): PageFile {
  const plain = Buffer.from(words);
  return { type, plain, gzipped: plain, lasting: false };
}

function send(request: IncomingMessage, response: ServerResponse, file: PageFile): void {
  const smaller = file.gzipped.length < file.plain.length;
  const gzipped = smaller && /\bgzip\b/u.test(request.headers['accept-encoding'] ?? '');
  const body = gzipped ? file.gzipped : file.plain;
  response.writeHead(200, {
    ...guarding,
    'content-type': file.type,
    'content-length': body.length,
    'cache-control': file.lasting ? 'private, max-age=31536000, immutable' : 'no-store',
    ...(gzipped ? { 'content-encoding': 'gzip' } : {}),
    vary: 'accept-encoding, cookie',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function say(
  response: ServerResponse,
  status: number,
  words: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent) return;
  response.writeHead(status, {
    ...guarding,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(words);
}

/** Undefined where it is longer. */
async function readText(request: IncomingMessage, most: number): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes <= most) pieces.push(piece);
  }
  return bytes > most ? undefined : Buffer.concat(pieces).toString('utf8');
}
