/** What servers, networks and disks do: the right bytes, or one sentence. */
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, rejection } from '../support/scratch.ts';
import { smallDisk } from '../support/small-disk.ts';
import { filesBelow, fetchModel, impatient } from './downloading.ts';
import { commitOf, hubForTest, sendBytes, sha256, type FakeHub } from './fake-hub.ts';
import { bytesOf, neededFiles, shards, smallModel } from './small-model.ts';

const weights = smallModel.files[shards[0]] ?? Buffer.of();
const ofWeights = (path: string) => path.endsWith(sha256(weights));
const start = async () => ({
  hub: await hubForTest({ 'org/model': smallModel }),
  cache: await emptyFolder(),
});
const mib = 1_048_576;

async function expectRight(hub: FakeHub, cache: string): Promise<void> {
  const { directory } = await fetchModel(hub, { cache });
  const files = await filesBelow(directory);
  expect([...files.keys()]).toEqual([...neededFiles]);
  for (const [path, bytes] of files) expect(bytes.equals(smallModel.files[path] ?? Buffer.of())).toBe(true);
}

async function sentence(
  hub: FakeHub,
  cache: string,
  more: Parameters<typeof fetchModel>[3] = {},
): Promise<string> {
  const { message } = await rejection(fetchModel(hub, { cache }, {}, more));
  expect(message).toMatch(/^[^\n]+\.$/u);
  return message.replaceAll(/127\.0\.0\.1:\d+/gu, 'HOST');
}

describe('the right bytes come', () => {
  it('from a server that ignores ranges', async () => {
    const { hub, cache } = await start();
    hub.ranges = false;
    await expectRight(hub, cache);
    expect(hub.seen.filter(({ server, path }) => server === 'store' && ofWeights(path))).toHaveLength(1);
  });

  it('over connections that break in the middle, each time further on', async () => {
    const { hub, cache } = await start();
    let breaks = 0;
    hub.misbehave = ({ server, path, range }, response) => {
      const from = Number(/^bytes=(\d+)-/u.exec(range ?? '')?.[1]);
      if (server !== 'store' || !ofWeights(path) || breaks >= 7 || from % 8192 !== 0) return false;
      breaks += 1;
      response.writeHead(206, {
        'content-length': 8192,
        'content-range': `bytes ${from}-${from + 8191}/100000`,
      });
      response.write(weights.subarray(from, from + 3000), () => response.destroy());
      return true;
    };
    await expectRight(hub, cache);
    expect(breaks).toBe(7);
    expect(hub.seen.some(({ range }) => range === 'bytes=3000-8191')).toBe(true);
  });

  it('over connections that fall silent', async () => {
    const { hub, cache } = await start();
    hub.misbehave = ({ server, path }, response, at) => {
      if (server !== 'store' || !ofWeights(path) || at > 1) return false;
      response.writeHead(206, { 'content-length': 8192, 'content-range': 'bytes 0-8191/100000' });
      response.write(Buffer.alloc(0));
      return true;
    };
    await expectRight(hub, cache);
  });

  it('after 429 and 503, when the server has said when', async () => {
    const { hub, cache } = await start();
    hub.misbehave = ({ path }, response, at) => {
      if (!path.endsWith('tokenizer.json') || at > 2) return false;
      response.writeHead(at === 1 ? 429 : 503, { 'retry-after': '0' }).end();
      return true;
    };
    await expectRight(hub, cache);
  });

  it('when the address of the store has expired meanwhile', async () => {
    const { hub, cache } = await start();
    hub.misbehave = ({ server, path }, response, at) => {
      if (server !== 'store' || !ofWeights(path) || at !== 4) return false;
      response.writeHead(403).end();
      return true;
    };
    await expectRight(hub, cache);
    expect(
      hub.seen.filter(({ path }) => path.endsWith(`/resolve/${smallModel.commit}/${shards[0]}`)).length,
    ).toBeGreaterThan(1);
  });

  it('at the second try where a piece was wrong at the first', async () => {
    const { hub, cache } = await start();
    let wrong = 0;
    hub.misbehave = ({ server, path, range }, response) => {
      if (server !== 'store' || !ofWeights(path) || range !== 'bytes=8192-16383' || wrong > 0) return false;
      wrong += 1;
      response.setHeader('x-cache', 'damaged');
      sendBytes(response, Buffer.from(weights.map((byte) => byte ^ 1)), range);
      return true;
    };
    await expectRight(hub, cache);
    expect(wrong).toBe(1);
  });

  it('of the commit that was listed, though the branch has moved', async () => {
    const { hub, cache } = await start();
    const old = hub.models.get('org/model');
    hub.misbehave = ({ path }) => {
      if (path.endsWith('/config.json')) hub.models.set('org/model', old ?? smallModel);
      return false;
    };
    await expectRight(hub, cache);
    expect(hub.seen.every(({ path }) => !path.includes('/resolve/main/'))).toBe(true);
  });

  it('along redirects that are relative', async () => {
    const { hub, cache } = await start();
    hub.misbehave = ({ path, server }, response) => {
      if (server !== 'hub' || path.startsWith('/moved') || !path.endsWith('/tokenizer.json')) {
        if (!path.startsWith('/moved')) return false;
        sendBytes(response, smallModel.files['tokenizer.json'] ?? Buffer.of(), undefined);
        return true;
      }
      response.writeHead(307, { location: '/moved/tokenizer' }).end();
      return true;
    };
    await expectRight(hub, cache);
  });
});

describe('one sentence says', () => {
  it('that the model is not there, or not for everybody', async () => {
    const { hub, cache } = await start();
    hub.models.delete('org/model');
    expect(await sentence(hub, cache)).toBe(
      "HOST knows no model 'org/model', or keeps it for its owners; check the name, or give an access token of an account that may have it.",
    );
  });

  it('that the revision is gone', async () => {
    const { hub, cache } = await start();
    hub.models.set('org/model', { ...smallModel, commit: commitOf('b') });
    expect(await sentence(hub, cache)).toBe(
      `'org/model' has no revision '${commitOf('a')}'; look at its branches and tags on its page.`,
    );
  });

  it.each([
    [
      undefined,
      /is given only to those whom its owners let in; ask for access on https:\/\/HOST\/org\/model, then give an access token/u,
    ],
    [
      'hf_stranger',
      /is given only to those whom its owners let in; ask for access on https:\/\/HOST\/org\/model, then try again\.$/u,
    ],
  ])('that a gated model is not given (token %s)', async (token, words) => {
    const { hub, cache } = await start();
    hub.models.set('org/model', { ...smallModel, gated: true });
    const { message } = await rejection(
      fetchModel(hub, { cache, ...(token === undefined ? {} : { token }) }),
    );
    expect(message.replaceAll(/127\.0\.0\.1:\d+/gu, 'HOST')).toMatch(words);
    expect(message).not.toContain('stranger');
  });

  it('that the token is not taken', async () => {
    const { hub, cache } = await start();
    hub.misbehave = (_, response) => {
      response.writeHead(401).end();
      return true;
    };
    const { message } = await rejection(fetchModel(hub, { cache, token: 'hf_secret' }));
    expect(message).toMatch(/does not take the access token; copy it again/u);
    expect(message).not.toContain('secret');
  });

  it('that there were too many requests, after a few more', async () => {
    const { hub, cache } = await start();
    hub.misbehave = ({ server }, response) => {
      if (server !== 'store') return false;
      response.writeHead(429, { 'retry-after': '0' }).end();
      return true;
    };
    expect(await sentence(hub, cache)).toBe(
      'HOST has had too many requests; wait some minutes and go on; what has come is kept.',
    );
    expect(hub.seen.filter(({ server }) => server === 'store')).toHaveLength(4);
  });

  it('that the server is down', async () => {
    const { hub, cache } = await start();
    await hub.close();
    expect(await sentence(hub, cache)).toBe(
      'HOST does not answer; check the connection and the proxy, and go on; what has come is kept.',
    );
  });

  it('that a file is not what the hub says, twice', async () => {
    const { hub, cache } = await start();
    hub.misbehave = ({ server, path, range }, response) => {
      if (server !== 'store' || !ofWeights(path)) return false;
      sendBytes(response, Buffer.from(weights.map((byte) => byte ^ 1)), range);
      return true;
    };
    expect(await sentence(hub, cache)).toBe(
      `What came of '${shards[0]}' is not what the hub says it has; try again later, or by another endpoint or without the proxy.`,
    );
    expect(
      (await readdir(join(cache, 'models--org--model', 'blobs'))).filter((name) => name.includes('dymu')),
    ).toEqual([]);
  });

  it.each([99_000, 101_000])('that a file has another length than was listed: %i', async (length) => {
    const { hub, cache } = await start();
    hub.misbehave = ({ server, path, range }, response) => {
      if (server !== 'store' || !ofWeights(path)) return false;
      sendBytes(response, bytesOf('first', length), range);
      return true;
    };
    expect(await sentence(hub, cache)).toBe(
      `'${shards[0]}' has ${length} bytes on the hub, and 100000 were listed; list the model again, and download what it is now.`,
    );
  });

  it('that the store has a file no more, not that the model is unknown', async () => {
    const { hub, cache } = await start();
    hub.misbehave = ({ server }, response) => {
      if (server !== 'store') return false;
      response.writeHead(404).end();
      return true;
    };
    expect(await sentence(hub, cache)).toMatch(
      /^model\S*\.safetensors of org\/model is not on .*; list the model again/u,
    );
  });

  it('that a range lies behind the end', async () => {
    const { hub, cache } = await start();
    hub.misbehave = ({ server, path }, response, at) => {
      if (server !== 'store' || !ofWeights(path) || at === 1) return false;
      response.writeHead(416).end();
      return true;
    };
    expect(await sentence(hub, cache)).toContain('is shorter on the hub than was listed');
  });

  it('that a file is another one than was listed', async () => {
    const { hub, cache } = await start();
    hub.misbehave = ({ path }, response) => {
      if (!path.endsWith('/config.json')) return false;
      response.setHeader('etag', `"${'b'.repeat(40)}"`);
      sendBytes(response, smallModel.files['config.json'] ?? Buffer.of(), undefined);
      return true;
    };
    expect(await sentence(hub, cache)).toContain(
      "'config.json' is another file on the hub than the one that was listed",
    );
  });

  it.each(['<html>Sign in</html>', '{}', '{"id":"a/b","sha":"x","siblings":[]}'])(
    'that an answer is no listing: %s',
    async (text) => {
      const { hub, cache } = await start();
      hub.misbehave = (_, response) => {
        response.end(text);
        return true;
      };
      expect(await sentence(hub, cache)).toBe(
        'HOST does not answer as a hub does; check the endpoint and the proxy, which may want you to sign in.',
      );
    },
  );

  it('that redirects have no end', async () => {
    const { hub, cache } = await start();
    hub.misbehave = ({ path }, response) => {
      response.writeHead(302, { location: path }).end();
      return true;
    };
    expect(await sentence(hub, cache)).toContain('leads from one address to the next without an end');
  });

  it('that an index names what is not there', async () => {
    const { hub, cache } = await start();
    const { [shards[1]]: _, ...files } = smallModel.files;
    hub.models.set('org/model', { ...smallModel, files });
    expect(await sentence(hub, cache)).toContain(`lacks '${shards[1]}', which its index of weights names`);
  });

  it('that there are no safetensors', async () => {
    const { hub, cache } = await start();
    hub.models.set('org/model', {
      ...smallModel,
      files: { 'config.json': Buffer.from('{}'), 'pytorch_model.bin': bytesOf('x', 9) },
    });
    expect(await sentence(hub, cache)).toBe(
      "'org/model' has no weights as safetensors; look for the same model as safetensors.",
    );
  });

  it('that there is too little room, before anything is fetched', async () => {
    const { hub, cache } = await start();
    const free = () => Promise.resolve(64 * mib + 100);
    expect(await sentence(hub, cache, { tuning: { ...impatient, free } })).toMatch(
      /^The download needs 1 MB and 68 MB beside it, and the disk of '.*' has 68 MB free; make room/u,
    );
    expect(hub.seen.every(({ path }) => !path.endsWith('.safetensors'))).toBe(true);
  });

  it('that the disk is full, and goes on from there when there is room', async (test) => {
    const disk = smallDisk(100);
    if (typeof disk === 'string') return test.skip(disk);
    try {
      const { hub } = await start();
      const free = () => Promise.resolve(1e12);
      const message = await sentence(hub, disk.folder, { tuning: { ...impatient, free } });
      expect(message).toMatch(/is full; make room and go on; what has come is kept\.$/u);
    } finally {
      disk.remove();
    }
  });
});

describe('the token', () => {
  it('is sent to the endpoint and to nobody else', async () => {
    const { hub, cache } = await start();
    await fetchModel(hub, { cache, token: 'hf_let_in' });
    const sent = (server: string) =>
      new Set(hub.seen.filter((each) => each.server === server).map(({ authorization }) => authorization));
    expect(sent('hub')).toEqual(new Set(['Bearer hf_let_in']));
    expect(sent('store')).toEqual(new Set([undefined]));
  });

  it('is written nowhere', async () => {
    const { hub, cache } = await start();
    hub.models.set('org/model', { ...smallModel, gated: true });
    await fetchModel(hub, { cache, token: 'hf_let_in' });
    for (const bytes of (await filesBelow(cache)).values()) expect(bytes.includes('hf_let_in')).toBe(false);
  });
});

describe('a proxy', () => {
  it('is used for every request, but for hosts that are excepted', async () => {
    const { hub, cache } = await start();
    const tunnels: string[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      tunnels.push(request.url ?? '');
      const [host = '', port = ''] = (request.url ?? '').split(':');
      const through = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        through.pipe(socket).pipe(through);
      });
      through.on('error', () => socket.destroy());
      socket.on('error', () => through.destroy());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const address = proxy.address();
    const port = address === null || typeof address === 'string' ? 0 : address.port;
    const environment = { HTTP_PROXY: `http://127.0.0.1:${port}`, HTTPS_PROXY: `http://127.0.0.1:${port}` };
    await fetchModel(hub, { cache, environment });
    expect(new Set(tunnels)).toEqual(new Set([new URL(hub.endpoint).host, new URL(hub.store).host]));
    const before = tunnels.length;
    await fetchModel(hub, {
      cache: await emptyFolder(),
      environment: { ...environment, NO_PROXY: '127.0.0.1' },
    });
    expect(tunnels).toHaveLength(before);
    proxy.closeAllConnections();
    proxy.close();
  });
});
