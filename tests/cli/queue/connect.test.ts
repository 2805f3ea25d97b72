/** A server that cannot be used is told in one sentence, as the command line says it. */
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort, startRedis, type TestServer } from '../../support/redis-server.ts';
import { cli, oneSentence } from '../harness.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function listing(url: string): Promise<{ readonly status: number; readonly sentence: string }> {
  const { status, err } = await cli(['queue', '--queue', url]);
  return { status, sentence: oneSentence(err) };
}

async function redis(...options: string[]): Promise<TestServer> {
  const started = await startRedis(...options);
  ends.push(() => started.stop());
  return started;
}

/** Something that listens and answers every command in the same way. */
async function listener(answer: string): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('data', (sent) =>
      socket.write(answer.repeat(sent.toString().match(/^\*\d+\r$/gm)?.length ?? 1)),
    );
    socket.on('error', () => undefined);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  return port;
}

describe('a queue', () => {
  it('lists nothing on a server where nothing is', async () => {
    const { url } = await redis();
    expect(await cli(['queue', '--queue', url])).toMatchObject({
      status: 0,
      out: 'No run is in the queue.\n',
    });
    const json = await cli(['queue', '--queue', url, '--json']);
    expect(JSON.parse(json.out)).toEqual({ runs: [] });
    const cancel = await cli(['queue', '--queue', url, '--cancel', 'abc']);
    expect(cancel.status).toBe(1);
    expect(oneSentence(cancel.err)).toMatch(
      /^There is no run "abc" at 127\.0\.0\.1:\d+; list them without a run to cancel\.$/,
    );
  });

  it('where nobody listens', async () => {
    const port = await freePort();
    expect(await listing(`redis://127.0.0.1:${port}`)).toEqual({
      status: 1,
      sentence: `The server at 127.0.0.1:${port} answers nobody; start Redis or Valkey there, or give another address.`,
    });
  });

  it('that wants a password, or another one, whose words are never repeated', async () => {
    const { port } = await redis('--requirepass', 'right');
    expect((await listing(`redis://127.0.0.1:${port}`)).sentence).toBe(
      `The server at 127.0.0.1:${port} wants a password; put it into the address: redis://:PASSWORD@HOST.`,
    );
    const wrong = await listing(`redis://:secret@127.0.0.1:${port}`);
    expect(wrong.sentence).toBe(
      `The server at 127.0.0.1:${port} does not accept this user and password; check both in the address.`,
    );
    expect((await cli(['queue', '--queue', `redis://:right@127.0.0.1:${port}`])).status).toBe(0);
  });

  it('of a version that is too old', async () => {
    const info = '# Server\r\nredis_version:5.0.7\r\nloading:0\r\n';
    const port = await listener(`$${info.length}\r\n${info}\r\n`);
    expect((await listing(`redis://127.0.0.1:${port}`)).sentence).toBe(
      `The server at 127.0.0.1:${port} is version 5.0.7, but 6.2 or later is needed; update it, or use Valkey.`,
    );
  });

  it('that is something else', async () => {
    const port = await listener('HTTP/1.1 400 Bad Request\r\n\r\n');
    const { status, sentence } = await listing(`redis://127.0.0.1:${port}`);
    expect(status).toBe(1);
    expect(sentence).toBe(
      `The server at 127.0.0.1:${port} answered in a way that no Redis does; check the address.`,
    );
  });

  it('that listens and says nothing', async () => {
    const port = await listener('');
    expect((await listing(`redis://127.0.0.1:${port}`)).sentence).toBe(
      `The server at 127.0.0.1:${port} cannot be reached; check network and firewall.`,
    );
  });

  it.each([
    [
      'nonsense',
      /^The address of the queue is none; give one such as redis:\/\/127\.0\.0\.1:6379, or rediss:\/\/ for TLS\.$/,
    ],
    ['http://localhost', /^The address of the queue begins with http:\/\/; give one such as /],
  ])('at the address %s', async (url, sentence) => {
    expect((await listing(url)).sentence).toMatch(sentence);
  });

  it.each([
    [['queue'], 'Give the queue with --queue redis://HOST:6379.'],
    [['worker'], 'Give the queue with --queue redis://HOST:6379.'],
    [
      ['worker', '--queue', 'redis://h'],
      'Give the folder that the machines share with --root DIR: no file outside it is read.',
    ],
    [
      [
        'calibrate',
        '--images',
        'a',
        '--out',
        'b',
        '--queue',
        'redis://h',
        '--shard',
        '1/2',
        '--exchange',
        'c',
      ],
      '--queue and --shard exclude each other; give one of them.',
    ],
  ])('is asked for where %j leaves it out', async (argv, sentence) => {
    const { status, err } = await cli(argv);
    expect([status, oneSentence(err)]).toEqual([2, sentence]);
  });
});
