/** The WebSockets of pages: one to the shell, and one to the engine process that is there. Who is refused is told before anything is opened. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { EngineStatus } from '../electron/bridge.ts';
import { socketPort } from '../src-engine/wire/socket-port.ts';
import { createActions, type ServerParts } from './actions.ts';
import { pathBelow, type Addresses } from './addresses.ts';
import type { Browser, Browsers } from './browsers.ts';
import type { EnginePorts } from './engine-ports.ts';
import { refusalOf } from './guard.ts';
import { closings, places, type Told } from './protocol.ts';
import { createReach } from './reach.ts';
import { serveShell } from './shell.ts';

export interface SocketParts extends ServerParts {
  readonly addresses: Addresses;
  readonly browsers: Browsers;
  readonly browserOf: (request: IncomingMessage) => Browser | undefined;
  readonly enginePorts: EnginePorts;
  readonly status: () => EngineStatus;
  /** How many pages are connected has changed. */
  readonly counted: () => void;
}

export interface Sockets {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** To every page. */
  readonly tellAll: (told: Told) => void;
  readonly close: () => void;
}

/** A shell takes a session's text (32 MB); the engine process has a cap of its own for its frames. */
const mostBytes = 40 * 1_048_576;
const mostPages = 32;
const aliveEveryMs = 30_000;

export function createSockets(parts: SocketParts): Sockets {
  const { addresses, browsers, enginePorts, assets, calibrations, folders, model } = parts;
  const server = new WebSocketServer({ noServer: true, maxPayload: mostBytes, perMessageDeflate: false });
  const shells = new Set<(told: Told) => void>();
  const silent = new WeakSet<WebSocket>();

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = URL.canParse(request.url ?? '', 'http://here')
      ? new URL(request.url ?? '', 'http://here')
      : null;
    const path = url === null ? undefined : pathBelow(addresses.base, url.pathname);
    const refusal = refusalOf(request.headers, 'act', addresses);
    const known = path === places.shell || path === places.engine;
    if (refusal !== null || !known || url === null) {
      refuse(socket, refusal?.status ?? 404);
      return;
    }
    // Opened for a stranger too: only then can its page be told why.
    server.handleUpgrade(request, socket, head, (opened) => {
      opened.on('error', () => undefined); // it closes, which is heard
      watch(opened);
      const browser = parts.browserOf(request);
      if (browser === undefined) opened.close(closings.stranger);
      else if (path === places.engine) connectEngine(opened, browser, Number(url.searchParams.get('number')));
      else if (browsers.live() >= mostPages) opened.close(closings.full);
      else void connectShell(opened, browser, url.searchParams.get('tab') ?? '');
    });
  }

  const readable = (browser: Browser): string[] => [
    ...[assets, calibrations, model.directory, ...folders, browser.uploads.folder],
    ...(model.calibration === undefined ? [] : [model.calibration]),
  ];

  async function connectShell(socket: WebSocket, browser: Browser, asked: string): Promise<void> {
    const tab = browsers.tabFor(browser, asked);
    const port = socketPort(socket, { mostReceived: mostBytes });
    const tell = (told: Told) => port.postMessage(told);
    shells.add(tell);
    port.addEventListener('close', () => {
      shells.delete(tell);
      browsers.left(browser, tab);
      parts.counted();
    });
    parts.counted();
    tell({ kind: 'tab', tab: tab.id, folders: folders.length > 0 });
    tell({ kind: 'status', status: parts.status() });
    const number = enginePorts.number();
    if (number !== undefined) tell({ kind: 'engine', number });
    const reach = await createReach(readable(browser));
    serveShell(port, createActions({ ...parts, browser, tab, reach }));
  }

  function connectEngine(socket: WebSocket, browser: Browser, number: number): void {
    const window = {
      send: (bytes: Uint8Array) => socket.send(bytes),
      pause: () => socket.pause(),
      resume: () => socket.resume(),
      close: () => socket.close(closings.engineEnded),
    };
    const port = enginePorts.connect(number, window, {
      ...{ browser: browser.id, read: readable(browser), list: [assets, ...folders] },
    });
    if (port === undefined) {
      socket.close(closings.engineEnded);
      return;
    }
    socket.on('message', (data, isBinary) => {
      if (isBinary && Buffer.isBuffer(data)) port.frame(new Uint8Array(data));
      else socket.close();
    });
    socket.on('close', port.closed);
  }

  function watch(socket: WebSocket): void {
    socket.on('pong', () => silent.delete(socket));
  }

  /** A computer that sleeps says nothing, not even that it goes. */
  const beat = setInterval(() => {
    for (const socket of server.clients) {
      if (silent.has(socket)) socket.terminate();
      else {
        silent.add(socket);
        socket.ping();
      }
    }
    browsers.sweep();
  }, aliveEveryMs);

  return {
    upgrade,
    tellAll: (told) => {
      for (const tell of shells) tell(told);
    },
    close: () => {
      clearInterval(beat);
      for (const socket of server.clients) socket.close(closings.serverEnds);
      server.close();
    },
  };
}

function refuse(socket: Duplex, status: number): void {
  const words: Readonly<Record<number, string>> = {
    403: 'Forbidden',
    404: 'Not Found',
    421: 'Misdirected Request',
  };
  socket.end(
    `HTTP/1.1 ${status} ${words[status] ?? 'Refused'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
