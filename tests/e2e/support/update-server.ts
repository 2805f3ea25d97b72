/** A feed of updates on this machine, signed as the release signs, and everything that can be wrong with one. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dump } from 'js-yaml';
import { channelFileName } from '../../../electron/updates/channel-name.ts';

/** How the server behaves. */
export type Mood =
  | 'good'
  | 'tampered' // another file than the one announced
  | 'too-long-file' // more bytes than announced
  | 'stranger' // announced by somebody without the key
  | 'malformed'
  | 'nothing-announced'
  | 'endless-announcement'
  | 'truncated'
  | 'dropped'
  | 'silent'
  | 'redirected-announcement'
  | 'redirected-file'
  | 'redirected-in-circles';

export interface UpdateServer {
  readonly url: string;
  readonly keys: readonly string[];
  readonly installer: Buffer;
  /** 'GET /latest-linux.yml' and so on. */
  readonly requests: string[];
  readonly headers: IncomingMessage['headers'][];
  announce(version: string, mood: Mood): void;
  /** Nobody listens at the address while `what` goes on. */
  whileAway(what: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** @param otherHost where redirects go @param script what the installer is, padded to a size at which progress is told */
export async function startUpdateServer(otherHost: string, script: string): Promise<UpdateServer> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const installer = Buffer.concat([Buffer.from(`${script}\nexit 0\n`), randomBytes(3_000_000)]);
  const file = 'DyMU-Explorer.AppImage';
  const channelName = channelFileName(process.platform, process.arch);
  const requests: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  let version = '';
  let mood: Mood = 'good';

  function channel(): Buffer {
    if (mood === 'malformed') return Buffer.from('version: [1.2\n  files: }');
    if (mood === 'endless-announcement') return Buffer.alloc(200_000, '#');
    const sha512 = createHash('sha512').update(installer).digest('base64');
    return Buffer.from(dump({ version, files: [{ url: file, sha512, size: installer.length }] }));
  }

  function answer({ method = '', url = '/' }: IncomingMessage, response: ServerResponse): void {
    const path = new URL(url, 'http://here').pathname;
    requests.push(`${method} ${path}`);
    if (path === `/${channelName}`) {
      if (mood === 'nothing-announced') response.writeHead(404).end();
      else if (mood === 'redirected-announcement')
        response.writeHead(302, { location: `${otherHost}${channelName}` }).end();
      else response.end(channel());
    } else if (path === `/${channelName}.sig`) {
      response.end(
        `${sign(null, channel(), mood === 'stranger' ? stranger : privateKey).toString('base64')}\n`,
      );
    } else sendInstaller(response);
  }

  function sendInstaller(response: ServerResponse): void {
    const whole = { 'content-length': installer.length };
    const half = installer.subarray(0, installer.length / 2);
    if (mood === 'redirected-file') response.writeHead(302, { location: `${otherHost}${file}` }).end();
    else if (mood === 'redirected-in-circles') response.writeHead(302, { location: `/${file}` }).end();
    else if (mood === 'tampered') response.writeHead(200, whole).end(Buffer.from(installer).reverse());
    else if (mood === 'too-long-file') response.end(Buffer.concat([installer, installer]));
    else if (mood === 'truncated') response.end(half);
    else if (mood === 'dropped') response.writeHead(200, whole).write(half, () => response.destroy());
    else if (mood === 'silent') response.writeHead(200, whole).write(half);
    else response.writeHead(200, whole).end(installer);
  }

  const server = createServer((request, response) => {
    headers.push(request.headers);
    answer(request, response);
  });
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    keys: [publicKey.export({ type: 'spki', format: 'der' }).toString('base64')],
    installer,
    requests,
    headers,
    announce: (next, how) => {
      version = next;
      mood = how;
      requests.length = 0;
      headers.length = 0;
    },
    whileAway: async (what) => {
      await close();
      await what();
      await listen(port);
    },
    close,
  };
}
