/** Puts a port between a test and an engine, as between a window and the engine process. */
import { MessageChannel } from 'node:worker_threads';
import type { Engine } from '../../src-engine/engine.ts';
import { connectEngine } from '../../src-engine/remote/client.ts';
import { serveEngine } from '../../src-engine/remote/host.ts';
import { trustingRules } from '../../src-engine/remote/trusting-rules.ts';

export function overPort(engine: Engine): Engine {
  const { port1, port2 } = new MessageChannel();
  serveEngine(engine, port1, trustingRules);
  return connectEngine(port2);
}
