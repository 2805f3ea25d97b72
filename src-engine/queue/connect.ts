/** Reaches a Redis-compatible server, or says in one sentence why not. The packages are loaded here, and only when a queue is asked for. */
import type { Redis } from 'ioredis';
import type * as packages from './packages.ts';
import { EngineError } from '../errors.ts';
import { clip } from '../files/words.ts';

/** What `connect` gives: clients of one server. */
export interface Server {
  readonly bullmq: typeof packages.bullmq;
  /** Host and port, for sentences: never the password. */
  readonly name: string;
  /** A further connection, which comes back by itself when the server does. */
  client(): Redis;
  /** One that is connected. */
  ready(): Promise<Redis>;
  /** Ends all of them. */
  close(): void;
}

/** The oldest whose commands the queue's scripts use without warnings. */
const oldest = [6, 2] as const;
/** Of a try to reach the server, ms. */
const patience = 5000;
/** Between two tries to come back, ms. */
const pause = 500;

/** Throws `bad-input` for an address that is none, a server that cannot be used, and where the packages are not installed. */
export async function connect(url: string): Promise<Server> {
  const name = serverName(url);
  const { bullmq, Redis } = await loadPackages();
  await probe(
    new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: patience }),
    name,
  );
  const clients: Redis[] = [];
  const open = (): Redis => {
    const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => pause });
    client.on('error', () => undefined); // whoever waits says for what; it is tried again
    clients.push(client);
    return client;
  };
  return {
    bullmq,
    name,
    client: open,
    async ready() {
      const client = open();
      await client.ping();
      return client;
    },
    close() {
      for (const client of clients) client.disconnect();
    },
  };
}

async function loadPackages() {
  try {
    return await import('./packages.ts');
  } catch (cause) {
    throw new EngineError('unsupported', 'The packages for queues are not installed', {
      remedy: 'install bullmq and ioredis beside this program',
      detail: String(cause),
      cause,
    });
  }
}

/** Throws `bad-input`. */
function serverName(url: string): string {
  const form = 'give one such as redis://127.0.0.1:6379, or rediss:// for TLS';
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new EngineError('bad-input', 'The address of the queue is none', { remedy: form });
  }
  if ((parsed.protocol !== 'redis:' && parsed.protocol !== 'rediss:') || parsed.hostname === '') {
    throw new EngineError('bad-input', `The address of the queue begins with ${clip(parsed.protocol)}//`, {
      remedy: form,
    });
  }
  return `${parsed.hostname}:${parsed.port === '' ? '6379' : parsed.port}`;
}

async function probe(client: Redis, name: string): Promise<void> {
  let failure: unknown;
  client.on('error', (error: unknown) => (failure = error));
  // Something that listens and says nothing is waited for no longer than a network that is away.
  const watch = setTimeout(() => {
    failure = new Error('ETIMEDOUT');
    client.disconnect();
  }, patience);
  try {
    await client.connect();
    checkVersion(await client.info('server'), name);
  } catch (error) {
    throw error instanceof EngineError ? error : refused(failure ?? error, name);
  } finally {
    clearTimeout(watch);
    client.disconnect();
  }
}

function checkVersion(info: string, name: string): void {
  const [, text = '0'] = /^redis_version:(\S+)/m.exec(info) ?? [];
  const [major = 0, minor = 0] = text.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new EngineError(
    'bad-input',
    `The server at ${name} is version ${clip(text)}, but ${oldest.join('.')} or later is needed`,
    { remedy: 'update it, or use Valkey' },
  );
}

/** What servers and systems say, and what is to be done. */
const refusals: readonly (readonly [RegExp, string, string])[] = [
  [/ECONNREFUSED/, 'answers nobody', 'start Redis or Valkey there, or give another address'],
  [/ENOTFOUND|EAI_AGAIN/, 'is not known by that name', 'give another address'],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/, 'cannot be reached', 'check network and firewall'],
  [/NOAUTH/, 'wants a password', 'put it into the address: redis://:PASSWORD@HOST'],
  [/WRONGPASS|invalid password/i, 'does not accept this user and password', 'check both in the address'],
  [
    /NOPERM/,
    'does not allow this user what a queue needs',
    'allow it all commands on keys that begin with dymu',
  ],
  [/LOADING/, 'is reading its data', 'try again in a moment'],
  [/DENIED|protected mode/, 'accepts nobody from outside (protected mode)', 'give it a password'],
  [
    /certificate|SSL|TLS|EPROTO/i,
    'and this program do not agree on TLS',
    'check rediss:// and its certificate',
  ],
];

function refused(cause: unknown, name: string): EngineError {
  const text = String(cause);
  const [, fact, remedy] = refusals.find(([form]) => form.test(text)) ?? [
    '',
    'answered in a way that no Redis does',
    'check the address',
  ];
  return new EngineError('bad-input', `The server at ${name} ${fact}`, { remedy, detail: text, cause });
}
