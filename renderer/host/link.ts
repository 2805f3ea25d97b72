/** The page's connection to its server: requests and what the server tells, and the port of the engine. Lost, it is made again. */
import type { EngineStatus, Unsubscribe } from '../../electron/bridge.ts';
import { latest } from '../../electron/subscriptions.ts';
import {
  closings,
  isTold,
  places,
  type RequestName,
  type Requests,
  type Told,
} from '../../serve/protocol.ts';
import type { EventTargetPort } from '../../src-engine/remote/port.ts';
import { socketPort } from '../../src-engine/wire/socket-port.ts';

type Answer<N extends RequestName> = Awaited<ReturnType<Requests[N]>>;

export interface Link {
  readonly ask: <N extends RequestName>(name: N, ...args: Parameters<Requests[N]>) => Promise<Answer<N>>;
  readonly onStatus: (listener: (status: EngineStatus) => void) => Unsubscribe;
  readonly onEnginePort: (listener: (port: EventTargetPort) => void) => Unsubscribe;
  /** The server has folders to choose from. */
  readonly folders: boolean;
}

interface Waiting {
  readonly settle: (value: unknown) => void;
  readonly refuse: (error: Error) => void;
}

const tabKey = 'dymu-tab';
const againMs = { first: 500, most: 10_000 } as const;
const lost = 'The connection to the server was lost.';

/** Resolves when the server has said which tab this is. Rejects with a sentence where it refuses. */
export function openLink(): Promise<Link> {
  const statuses = latest<EngineStatus>();
  const ports = latest<EventTargetPort>();
  const waiting = new Map<number, Waiting>();
  let shell: EventTargetPort | undefined;
  let engineNumber: number | undefined;
  let lastId = 0;
  /** Why it is never made again. */
  let gone: string | undefined;
  let pause: number = againMs.first;

  const noConnection = () => new Error(gone ?? `${lost} Try it again when it is back.`);

  function failAll(): void {
    for (const { refuse } of waiting.values()) refuse(noConnection());
    waiting.clear();
  }

  function connectEngine(number: number): void {
    engineNumber = number;
    const port = socketPort(new WebSocket(addressOf(places.engine, { number: String(number) })));
    port.addEventListener('close', () => {
      // By something in between, while the engine goes on. Where it has ended, the server says which one is next.
      setTimeout(() => {
        if (shell !== undefined && engineNumber === number) connectEngine(number);
      }, againMs.first);
    });
    ports.push(port);
  }

  function hear(told: Told): void {
    switch (told.kind) {
      case 'answer':
      case 'refusal': {
        const waiter = waiting.get(told.id);
        waiting.delete(told.id);
        if (told.kind === 'answer') waiter?.settle(told.value);
        else waiter?.refuse(new Error(told.sentence));
        return;
      }
      case 'status':
        if (told.status.kind !== 'ready') engineNumber = undefined;
        statuses.push(told.status);
        return;
      case 'engine':
        if (told.number !== engineNumber) connectEngine(told.number);
        return;
      case 'tab':
        sessionStorage.setItem(tabKey, told.tab);
        pause = againMs.first;
    }
  }

  return new Promise((resolve, reject) => {
    let there = false;

    function connect(): void {
      const socket = new WebSocket(addressOf(places.shell, { tab: sessionStorage.getItem(tabKey) ?? '' }));
      const port = socketPort(socket);
      port.addEventListener('message', ({ data }) => {
        if (!isTold(data)) return;
        if (data.kind === 'tab') {
          shell = port;
          if (!there)
            resolve({
              ask,
              onStatus: statuses.subscribe,
              onEnginePort: ports.subscribe,
              folders: data.folders,
            });
          there = true;
        }
        hear(data);
      });
      socket.addEventListener('close', ({ code }) => ended(code));
      port.start();
    }

    function ended(code: number): void {
      shell = undefined;
      engineNumber = undefined;
      gone = endWords(code);
      failAll();
      if (gone !== undefined) {
        if (there) statuses.push({ kind: 'gone', cause: gone });
        else reject(new Error(gone));
        return;
      }
      if (there) statuses.push({ kind: 'restarting', cause: lost, how: 'reached' });
      setTimeout(connect, pause);
      pause = Math.min(pause * 2, againMs.most);
    }

    connect();
  });

  function ask<N extends RequestName>(name: N, ...args: Parameters<Requests[N]>): Promise<Answer<N>> {
    return new Promise<Answer<N>>((settle, refuse) => {
      if (shell === undefined) {
        refuse(noConnection());
        return;
      }
      const id = ++lastId;
      // The server of the same build is held to the same `Requests`.
      waiting.set(id, { settle: (value) => settle(value as Answer<N>), refuse });
      shell.postMessage({ kind: 'ask', id, name, args });
    });
  }
}

/** Why it is not tried again; undefined where it is. */
function endWords(code: number): string | undefined {
  switch (code) {
    case closings.stranger:
      return 'This server does not know this browser any more; open a new address of dymu serve.';
    case closings.full:
      return 'As many windows are open as this server takes; close one, then load this page again.';
    case closings.serverEnds:
      return 'The server was ended; start dymu serve again, and open the address that it prints.';
    default:
      return undefined;
  }
}

function addressOf(place: string, query: Readonly<Record<string, string>>): URL {
  const url = new URL(`${place}?${new URLSearchParams(query).toString()}`, document.baseURI);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
}
