/** The program of the engine process of `dymu serve`: one engine, a port for every window. Its frames come from browsers and are believed in nothing. */
import { join } from 'node:path';
import type { Surroundings } from '../src-engine/create-engine.ts';
import type { Engine, EngineOptions } from '../src-engine/engine.ts';
import { EngineError } from '../src-engine/errors.ts';
import { endingWithDevice } from '../electron/lost-device.ts';
import { serveEngine } from '../src-engine/remote/host.ts';
import { flowPort, type FlowPort } from '../src-engine/wire/flow.ts';
import { progressKey } from '../src-engine/wire/progress-key.ts';
import { browserRules } from './browser-rules.ts';
import { toEngineSchema, type FromEngine, type ToEngine } from './engine-messages.ts';
import { createReach, offeredOnly } from './reach.ts';
import { shareEngine } from './shared-engine.ts';

/** Set for the process that has the engine; its value says which devices it may use. */
export const engineMark = 'DYMU_SERVE_ENGINE';
/** Set for it, too: the folder of what browsers have sent. */
export const uploadsMark = 'DYMU_SERVE_UPLOADS';
/** And this: what the process before it has found of the database, `FoundWhole.before`; empty for nothing. */
export const foundWholeMark = 'DYMU_SERVE_FOUND_WHOLE';

/** Folder of the calibrations that windows of this server make. */
export const calibrationsIn = (dataDirectory: string): string => join(dataDirectory, 'calibrations');

/** Of one message of a browser: pictures come as files, and are named. */
const mostReceived = 16 * 1_048_576;

/** Folders from which browsers may see something that they have neither sent nor named. */
export interface Offered {
  /** Lists and questions in them may name what lies in them. */
  readonly folders: readonly string[];
  /** Of pictures that the engine makes out of data. */
  readonly made: string;
  /** Of what browsers of this server have sent: jobs that an engine before this one was asked for may name it. */
  readonly sent: readonly string[];
}

/** Ends when the server is gone. @param options with the devices that may be used now @param before `FoundWhole.before` */
export async function serveWindows(
  createEngine: (options: EngineOptions, around: Pick<Surroundings, 'hearEnd' | 'found'>) => Promise<Engine>,
  { options, before }: { readonly options: EngineOptions; readonly before: string | undefined },
  offered: Offered,
): Promise<void> {
  process.on('SIGINT', () => undefined); // a terminal sends it to both: the server decides
  const gone = new Promise<void>((resolve) => process.on('disconnect', resolve));
  let closeDatabase = () => {};
  try {
    const rules = {
      mayRead: offeredOnly(offered.folders),
      mayGoOn: offeredOnly([...offered.folders, ...offered.sent]),
    };
    const engine = await createEngine(
      { ...options, ...rules },
      {
        hearEnd: (close) => (closeDatabase = close),
        found: { before, hear: (mark) => say({ kind: 'found-whole', mark }) },
      },
    );
    const ports = createPorts(endingWithDevice(engine, end), say, offered);
    process.on('message', (message) => {
      const { data } = toEngineSchema.safeParse(message);
      if (data !== undefined) ports(data);
    });
    say({ kind: 'ready' });
  } catch (error) {
    end(error instanceof EngineError ? error.message : `The engine could not start: ${String(error)}.`);
  }
  await gone;
  closeDatabase();
  process.exit(0); // at once: nobody is left who could be told
}

function say(message: FromEngine): void {
  if (process.connected) process.send?.(message);
}

/** For this reason, a sentence. */
function end(sentence: string): void {
  say({ kind: 'failed', sentence });
  setTimeout(() => process.exit(1), 100); // messages must leave first
}

/** Serves the windows of an engine: what comes from the server goes in, what is for it goes to `tell`. */
export function createPorts(
  engine: Engine,
  tell: (message: FromEngine) => void,
  { folders, made }: Omit<Offered, 'sent'>,
): (message: ToEngine) => void {
  const newWindow = shareEngine(engine);
  const ports = new Map<number, FlowPort>();
  const grants = new Map<string, { readonly browser: string; readonly path: string }>();

  function claimer(browser: string) {
    return (grant: string): string | undefined => {
      const given = grants.get(grant);
      if (given?.browser !== browser) return undefined;
      grants.delete(grant);
      return given.path;
    };
  }

  function open({ port, browser, read, list }: Extract<ToEngine, { kind: 'open' }>): void {
    const end = () => {
      ports.delete(port);
      tell({ kind: 'close', port });
    };
    const carrier = {
      send: (bytes: Uint8Array<ArrayBuffer>) => tell({ kind: 'frame', port, bytes }),
      close: end,
    };
    const flow = flowPort(carrier, { mostReceived, keyOf: progressKey });
    ports.set(port, flow);
    // Where folders lie is looked up once, and asked for with every request.
    const [readable, listable] = [createReach(read), createReach(list)];
    const rules = browserRules({
      read: async (path) => (await readable)(path),
      list: async (path) => (await listable)(path),
      // The folder of what is made may be made later.
      told: async (path) => (await createReach([...folders, made]))(path),
      claim: claimer(browser),
    });
    serveEngine(newWindow(), flow.port, rules);
  }

  return (message) => {
    switch (message.kind) {
      case 'open':
        open(message);
        return;
      case 'frame':
        ports.get(message.port)?.receive(message.bytes);
        return;
      case 'close': {
        const flow = ports.get(message.port);
        ports.delete(message.port);
        flow?.ended();
        return;
      }
      case 'grant':
        grants.set(message.grant, { browser: message.browser, path: message.path });
    }
  };
}
