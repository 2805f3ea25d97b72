/** A server on this computer that speaks the hub's API, with large files on a second one, as the hub has them; it misbehaves where a test says so. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

export interface FakeModel {
  readonly commit: string;
  readonly files: Readonly<Record<string, Buffer>>;
  /** Kept as large files, by SHA-256; the others by the hash of a git blob. */
  readonly large?: (path: string) => boolean;
  readonly gated?: boolean;
  readonly licence?: string;
}

export interface Seen {
  readonly server: 'hub' | 'store';
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

/** True where it has answered. `at` counts requests to this server for this path, from 1. */
export type Misbehave = (
  seen: Seen,
  response: ServerResponse,
  at: number,
  request: IncomingMessage,
) => boolean;

export interface FakeHub {
  readonly endpoint: string;
  readonly store: string;
  readonly seen: Seen[];
  readonly models: Map<string, FakeModel>;
  /** Instead of serving. */
  misbehave: Misbehave;
  /** Of the store: without ranges it sends whole files. */
  ranges: boolean;
  readonly close: () => Promise<void>;
}

export const commitOf = (letter: string): string => letter.repeat(40);

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
export const gitBlob = (bytes: Buffer): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

const isLarge = ({ large = (path) => path.endsWith('.safetensors') }: FakeModel, path: string) => large(path);

function listing(name: string, model: FakeModel): object {
  return {
    id: name,
    sha: model.commit,
    private: false,
    gated: model.gated === true ? 'auto' : false,
    tags: model.licence === undefined ? [] : [`license:${model.licence}`],
    siblings: Object.entries(model.files).map(([rfilename, bytes]) => ({
      rfilename,
      size: bytes.length,
      blobId: gitBlob(bytes),
      ...(isLarge(model, rfilename)
        ? { lfs: { sha256: sha256(bytes), size: bytes.length, pointerSize: 134 } }
        : {}),
    })),
  };
}

/** The bytes that were asked for, with a range where one was. */
export function sendBytes(response: ServerResponse, bytes: Buffer, range: string | undefined): void {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/u.exec(range ?? '') ?? [];
  if (from === undefined || to === undefined) {
    response.writeHead(200, { 'content-length': bytes.length });
    response.end(bytes);
    return;
  }
  if (Number(from) >= bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    return;
  }
  const piece = bytes.subarray(Number(from), Number(to) + 1);
  response.writeHead(206, {
    'content-length': piece.length,
    'content-range': `bytes ${from}-${Number(from) + piece.length - 1}/${bytes.length}`,
  });
  response.end(piece);
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

export async function fakeHub(models: Readonly<Record<string, FakeModel>>): Promise<FakeHub> {
  const counts = new Map<string, number>();
  const servers: Server[] = [];

  async function serve(
    server: Seen['server'],
    answer: (seen: Seen, response: ServerResponse) => void,
  ): Promise<string> {
    const made = createServer((request, response) => {
      const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
      const { range, authorization } = request.headers;
      const seen = { server, path, range, authorization };
      hub.seen.push(seen);
      const at = (counts.get(`${server}${path}`) ?? 0) + 1;
      counts.set(`${server}${path}`, at);
      if (!hub.misbehave(seen, response, at, request)) answer(seen, response);
    });
    servers.push(made);
    return listen(made);
  }

  const fail = (response: ServerResponse, status: number, code?: string) =>
    response.writeHead(status, code === undefined ? {} : { 'x-error-code': code }).end();

  function answerHub({ path, authorization, range }: Seen, response: ServerResponse): void {
    const [, api, listed, , revision] =
      /^\/(api\/models)\/([^/]+\/[^/]+)(\/revision\/(.+))?$/u.exec(path) ?? [];
    const [, resolved, at, file] = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/u.exec(path) ?? [];
    const name = listed ?? resolved ?? '';
    const model = hub.models.get(name);
    if (model === undefined)
      return void fail(response, authorization === undefined ? 401 : 404, 'RepoNotFound');
    if (api !== undefined) {
      if (revision !== 'main' && revision !== model.commit)
        return void fail(response, 404, 'RevisionNotFound');
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(listing(name, model)));
      return;
    }
    if (at !== model.commit) return void fail(response, 404, 'RevisionNotFound');
    if (model.gated === true && authorization !== 'Bearer hf_let_in') {
      return void fail(response, authorization === undefined ? 401 : 403, 'GatedRepo');
    }
    const bytes = model.files[file ?? ''];
    if (bytes === undefined || file === undefined) return void fail(response, 404, 'EntryNotFound');
    if (!isLarge(model, file)) {
      response.setHeader('etag', `"${gitBlob(bytes)}"`);
      sendBytes(response, bytes, range);
      return;
    }
    response
      .writeHead(302, {
        location: `${hub.store}/${name}/${sha256(bytes)}?signed=1`,
        'x-linked-etag': `"${sha256(bytes)}"`,
        'x-linked-size': bytes.length,
      })
      .end();
  }

  function answerStore({ path, range }: Seen, response: ServerResponse): void {
    const all = [...hub.models.values()].flatMap(({ files }) => Object.values(files));
    const bytes = all.find((each) => path.endsWith(sha256(each)));
    if (bytes === undefined) return void fail(response, 403);
    response.setHeader('etag', `"${'0'.repeat(32)}"`); // a store's own
    sendBytes(response, bytes, hub.ranges ? range : undefined);
  }

  const hub: FakeHub & { endpoint: string; store: string } = {
    endpoint: '',
    store: '',
    seen: [],
    models: new Map(Object.entries(models)),
    misbehave: () => false,
    ranges: true,
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }
    },
  };
  hub.endpoint = await serve('hub', answerHub);
  hub.store = await serve('store', answerStore);
  return hub;
}

/** As `fakeHub`, gone after the test. */
export async function hubForTest(models: Readonly<Record<string, FakeModel>>): Promise<FakeHub> {
  const hub = await fakeHub(models);
  onTestFinished(hub.close);
  return hub;
}
