/** Comes in at a `dymu serve` as a browser does, without one. */
import { request, type IncomingHttpHeaders } from 'node:http';
import { WebSocket } from 'ws';
import { isTold } from '../../../serve/protocol.ts';
import { socketPort } from '../../../src-engine/wire/socket-port.ts';

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Past the browser, which would not send every header and path. */
export function ask(
  port: number,
  path: string, // goes out as it is written
  headers: Readonly<Record<string, string>> = {},
  { method = 'GET', text = '' } = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.on('data', (words: Buffer) => (body += words.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    asked.on('error', reject);
    asked.end(text);
  });
}

export interface Knocked {
  /** What a stranger is shown. */
  readonly door: string;
  /** Statuses of a wrong token, and of that of the address. */
  readonly wrong: number;
  readonly right: number;
  readonly cookie: string; // as it is set
  /** What who came in is shown. */
  readonly page: string;
}

/** @param headers of a proxy in between @param through where it really listens, if the address is that of the proxy */
export async function knock(
  address: URL,
  headers: Readonly<Record<string, string>> = {},
  through = new URL('/', address),
): Promise<Knocked> {
  const [port, path] = [Number(through.port), through.pathname];
  const enter = (text: string) =>
    ask(port, `${path}enter`, { ...headers, origin: address.origin }, { method: 'POST', text });
  const door = await ask(port, path, headers);
  const wrong = await enter('x'.repeat(43));
  const right = await enter(address.hash.slice(1));
  const cookie = right.headers['set-cookie']?.[0] ?? '';
  const page = await ask(port, path, { ...headers, cookie: pairOf(cookie) });
  return { door: door.body, wrong: wrong.status, right: right.status, cookie, page: page.body };
}

/** The number of the engine, when the server says that it is there. */
export function engineOf(address: URL, cookie: string): Promise<number> {
  const url = new URL('shell', address);
  url.protocol = 'ws:';
  const socket = new WebSocket(url, { headers: { origin: address.origin, cookie: pairOf(cookie) } });
  return new Promise((resolve, reject) => {
    const port = socketPort(socket);
    port.addEventListener('message', ({ data }) => {
      if (!isTold(data) || data.kind !== 'engine') return;
      resolve(data.number);
      socket.close();
    });
    socket.addEventListener('close', ({ code }) => reject(new Error(`The socket was closed with ${code}.`)));
    port.start();
  });
}

const pairOf = (cookie: string): string => cookie.split(';')[0] ?? '';
