/** A proxy in front of a server, which takes the prefix of the page's path away and can cut all connections. */
import { createServer, request } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface Gate {
  /** What browsers see: http://127.0.0.1:N/dymu/ */
  readonly url: string;
  /** The port at which the server is to listen. */
  readonly behind: number;
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

const prefix = '/dymu/';

export async function startGate(): Promise<Gate> {
  const behind = await freePort();
  const sockets = new Set<Socket>();
  const below = (url = '') => `/${url.startsWith(prefix) ? url.slice(prefix.length) : ''}`;

  const server = createServer((asked, answer) => {
    const passed = request(
      {
        host: '127.0.0.1',
        port: behind,
        path: below(asked.url),
        method: asked.method,
        headers: asked.headers,
      },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      },
    );
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
    answer.on('close', () => passed.destroy()); // a browser that has stopped sending
  });
  server.on('upgrade', (asked, socket: Socket, head) => {
    const passed = connect(behind, '127.0.0.1', () => {
      const lines = Object.entries(asked.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
      passed.write(`GET ${below(asked.url)} HTTP/1.1\r\n${lines.join('')}\r\n`);
      passed.write(head);
      socket.pipe(passed).pipe(socket);
    });
    for (const [one, other] of [
      [socket, passed],
      [passed, socket],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    behind,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Nobody else takes it within the moment until the server does. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
