/** Puts a real WebSocket between a test and an engine, as between a browser and `dymu serve`. */
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Engine } from '../../src-engine/engine.ts';
import { connectEngine } from '../../src-engine/remote/client.ts';
import { serveEngine } from '../../src-engine/remote/host.ts';
import { trustingRules } from '../../src-engine/remote/trusting-rules.ts';
import { progressKey } from '../../src-engine/wire/progress-key.ts';
import { socketPort } from '../../src-engine/wire/socket-port.ts';

/** A window so small that what an engine says has to wait for it. */
const window = 20_000;

export async function overSocket(engine: Engine): Promise<Engine> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((listening) => server.once('listening', listening));
  server.on('connection', (socket) =>
    serveEngine(engine, socketPort(socket, { window, keyOf: progressKey }), trustingRules),
  );
  const { port } = server.address() as AddressInfo;
  const remote = connectEngine(socketPort(new WebSocket(`ws://127.0.0.1:${port}`), { window }));
  return {
    ...remote,
    close: async () => {
      await remote.close();
      server.close();
    },
  };
}
