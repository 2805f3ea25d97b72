/** `dymu serve` put together: the page over HTTP, windows over WebSockets, one supervised engine process for all of them. */
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { createEngineSupervisor } from '../electron/engine-supervisor.ts';
import { openSettings } from '../electron/settings.ts';
import { bundledAssets } from '../src-engine/bundled/assets.ts';
import type { ModelSource } from '../src-engine/engine.ts';
import { EngineError } from '../src-engine/errors.ts';
import { addressesOf } from './addresses.ts';
import { createBrowsers } from './browsers.ts';
import { createDoor } from './door.ts';
import { forkEngine, type ServedChild } from './engine-child.ts';
import { calibrationsIn } from './engine-process.ts';
import { createEnginePorts } from './engine-ports.ts';
import { cookieName, cookieOf } from './guard.ts';
import { idleTimer } from './idle-timer.ts';
import { openPageFiles, pageName } from './page-files.ts';
import { realPlace } from './reach.ts';
import { createRequestHandler } from './requests.ts';
import { createSockets } from './sockets.ts';
import { createUploadStore } from './uploads.ts';

export interface ServeOptions {
  readonly host: string;
  readonly port: number; // 0: any that is free
  readonly publicUrl?: URL;
  /** That browsers may choose from. */
  readonly folders: readonly string[];
  readonly model: ModelSource;
  readonly embedded: boolean;
  readonly version: string;
  /** For settings, jobs and calibrations that are made here. */
  readonly dataDirectory: string;
  /** Ends when no window has been connected for so long [ms]. */
  readonly endAfterMs?: number;
  /** A sentence for whoever looks after the server. */
  readonly say: (sentence: string) => void;
}

export interface Serving {
  /** A new address for one browser; the one before, if nobody used it, is dead. */
  readonly newAddress: () => string;
  /** Done when nothing listens any more, nobody is connected, and the files of browsers are gone. */
  readonly close: () => Promise<void>;
  /** Done when it has ended by itself. */
  readonly idle: Promise<void>;
}

const page = join('dist', 'renderer');

/** Of the built page: nearest one above this file, in the checkout, in a package from npm or within the archive of an installed one. */
function pageFolder(assets: string): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, page, pageName)) && dirname(folder) !== folder) folder = dirname(folder);
  return dirname(folder) === folder ? join(assets, '..', page) : join(folder, page);
}

/** @throws EngineError where it cannot listen, or a folder is not there */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { host, publicUrl, version, dataDirectory, model, embedded, say } = options;
  const assets = bundledAssets();
  const files = openPageFiles(pageFolder(assets));
  const folders = await Promise.all(options.folders.map(placeOfFolder));
  const server = createServer({ requestTimeout: 600_000, headersTimeout: 20_000, keepAliveTimeout: 10_000 });
  const port = await listen(server, host, options.port);
  const addresses = addressesOf({
    ...{ host, port, ownNames: ownNames() },
    ...(publicUrl === undefined ? {} : { publicUrl }),
  });
  const { store: settings, putAside } = await openSettings(join(dataDirectory, 'settings.json'));
  if (putAside !== undefined) say(`The settings could not be read and were put aside as ${putAside}.`);

  const uploads = createUploadStore();
  const door = createDoor();
  const browsers = createBrowsers(uploads, door.forget);
  const cookie = cookieName(port);
  const browserOf = ({ headers }: IncomingMessage) => {
    const secret = cookieOf(headers.cookie, cookie);
    const id = secret === undefined ? undefined : door.knows(secret);
    return id === undefined ? undefined : browsers.of(id);
  };

  const enginePorts = createEnginePorts();
  const supervisor = createEngineSupervisor<ServedChild>({
    fork: (devices, foundWhole) => forkEngine(devices, uploads.folder, foundWhole),
    onStatus: (status) => {
      if (status.kind !== 'ready') enginePorts.drop();
      if ('cause' in status) say(status.cause);
      sockets.tellAll({ kind: 'status', status });
    },
    onReady: (child) => sockets.tellAll({ kind: 'engine', number: enginePorts.use(child) }),
  });

  const leaving = idleTimer(options.endAfterMs, () => browsers.live());
  const sockets = createSockets({
    ...{ assets, version, dataDirectory, model, embedded, folders, settings, addresses, browsers },
    ...{ browserOf, enginePorts, counted: leaving.look },
    calibrations: calibrationsIn(dataDirectory),
    restartEngine: (devices) => supervisor.restart(devices),
    grant: enginePorts.grant,
    status: () => supervisor.status,
  });
  const answer = createRequestHandler({ addresses, files, cookie, browserOf, enter: door.enter });
  server.on('request', (request, response) => {
    void answer(request, response).catch((error: unknown) => {
      say(`A request could not be answered: ${String(error)}`);
      response.destroy();
    });
  });
  server.on('upgrade', sockets.upgrade);
  supervisor.start();

  return {
    newAddress: () => `${addresses.page}#${door.newToken()}`,
    idle: leaving.idle,
    close: async () => {
      leaving.stop();
      sockets.close();
      const left = supervisor.stop();
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 1000).unref();
      });
      await Promise.all([settings.flush(), left]);
      uploads.remove();
    },
  };
}

async function placeOfFolder(folder: string): Promise<string> {
  const place = await realPlace(folder);
  if (place !== undefined) return place;
  throw new EngineError('bad-input', `There is no folder "${folder}"`, { remedy: 'check --folder' });
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const fact =
        error.code === 'EADDRINUSE'
          ? `Port ${port} of ${host} is in use`
          : error.code === 'EACCES'
            ? `Port ${port} of ${host} is not for ordinary users`
            : `Nothing can listen at ${host}, port ${port} (${error.code ?? error.message})`;
      reject(new EngineError('bad-input', fact, { remedy: 'choose another with --port', cause: error }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** By which somebody on the network may call this computer. */
function ownNames(): string[] {
  const found = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const outside = found.filter(({ internal }) => !internal).map(({ address }) => address);
  return [...outside, hostname()];
}
