/** What an answer of the hub that is no success means: one sentence, and whether asking again is worth while. */
import { EngineError } from '../errors.ts';
import { clip, quote } from '../files/words.ts';
import type { Remedy } from '../remedy.ts';

/** A failed request. What is worth trying again is tried again by `retries.ts`; whoever gives up throws `told`. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  readonly told: EngineError;
  /** Milliseconds to wait; 0: by the usual rule. Undefined: it is of no use. */
  readonly againMs: number | undefined;
  readonly status: number | undefined;

  constructor(told: EngineError, { againMs, status }: { againMs?: number | undefined; status?: number }) {
    super(told.message, { cause: told });
    this.told = told;
    this.againMs = againMs;
    this.status = status;
  }
}

/** What was asked for, and who asked. */
export interface Asked {
  readonly host: string;
  /** 'org/name', or a file of it: 'config.json of org/name'. */
  readonly what: string;
  readonly name: string; // org/name
  readonly revision: string;
  /** A file of a model that the hub has listed. */
  readonly listed?: boolean;
  readonly withToken: boolean;
}

/** The header names and values that matter, in lower case. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export function header(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

const longestWaitMs = 15 * 60_000;

/** Seconds, or a date; also the hub's own `ratelimit`, whose `t` says when the next window begins. Undefined where nothing is said. */
export function waitOf(headers: Headers, now = Date.now()): number | undefined {
  const text =
    header(headers, 'retry-after') ?? /(?:^|;)\s*t=(\d+)/u.exec(header(headers, 'ratelimit') ?? '')?.[1];
  if (text === undefined) return undefined;
  const seconds = /^\d+(?:\.\d+)?$/u.test(text) ? Number(text) : (Date.parse(text) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(longestWaitMs, Math.max(0, 1000 * seconds)) : undefined;
}

const whoseToken = 'check that the access token belongs to an account that may have it';

function gated({ name, host, withToken }: Asked): EngineError {
  const first = `ask for access on https://${host}/${name}`;
  const fact = `${quote(name)} is given only to those whom its owners let in`;
  const remedy: Remedy | string = withToken
    ? `${first}, then try again`
    : { kind: 'give-token', first, then: true };
  return new EngineError('bad-input', fact, { remedy });
}

/** A private model and none are answered alike where nobody is known. */
function unknown({ name, host, withToken }: Asked): EngineError {
  const fact = `${host} knows no model ${quote(name)}${withToken ? ' that this access token may see' : ', or keeps it for its owners'}`;
  const first = 'check the name';
  const remedy: Remedy | string = withToken
    ? `${first}, or ${whoseToken}`
    : { kind: 'give-token', first, then: false };
  return new EngineError('bad-input', fact, { remedy });
}

const plain = (code: 'bad-input', fact: string, remedy: Remedy | string) =>
  new EngineError(code, fact, { remedy });

/** Of an answer whose status is neither 2xx nor a redirect. */
export function failureOf(status: number, headers: Headers, asked: Asked): RequestFailure {
  const { host, what, name, revision, listed = false, withToken } = asked;
  const code = header(headers, 'x-error-code');
  const said = header(headers, 'x-error-message');
  const final = (told: EngineError) => new RequestFailure(told, { status });
  const again = (told: EngineError, wait = 0) => new RequestFailure(told, { status, againMs: wait });
  if (code === 'GatedRepo') return final(gated(asked));
  if (code === 'RevisionNotFound') {
    return final(
      plain(
        'bad-input',
        `${quote(name)} has no revision ${quote(revision)}`,
        'look at its branches and tags on its page',
      ),
    );
  }
  // The store behind the hub gives no code: there it is a file that is asked for, never a model.
  const gone = [404, 410].includes(status) && code === undefined && listed;
  if (code === 'EntryNotFound' || gone) {
    return final(
      plain('bad-input', `${what} is not on ${host}`, 'list the model again, its files may have changed'),
    );
  }
  switch (status) {
    case 401:
      return final(
        withToken && code !== 'RepoNotFound'
          ? plain(
              'bad-input',
              `${host} does not take the access token`,
              'copy it again from the settings of your account',
            )
          : unknown(asked),
      );
    case 403:
      return final(
        plain(
          'bad-input',
          `${host} does not give ${what} to ${withToken ? 'this account' : 'everybody'}`,
          withToken ? whoseToken : { kind: 'give-token', first: 'look at the model’s page', then: true },
        ),
      );
    case 404:
    case 410:
      return final(unknown(asked));
    case 407:
      return final(
        plain('bad-input', 'The proxy wants a password', 'put user and password into HTTPS_PROXY'),
      );
    case 429: {
      const wait = waitOf(headers);
      const fact = `${host} has had too many requests`;
      return again(plain('bad-input', fact, 'wait some minutes and go on; what has come is kept'), wait);
    }
    case 408:
    case 425:
    case 500:
    case 502:
    case 503:
    case 504:
      return again(
        plain(
          'bad-input',
          `${host} cannot give ${what} now (${status})`,
          'try again later; what has come is kept',
        ),
        waitOf(headers),
      );
    default: {
      const words = said === undefined ? '' : `, ${quote(clip(said))}`;
      return final(
        plain(
          'bad-input',
          `${host} answers ${status} to ${what}${words}`,
          'look at the model’s page, or try again later',
        ),
      );
    }
  }
}

const systemWords: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'cannot be found'],
  ['EAI_AGAIN', 'cannot be found'],
  ['ECONNREFUSED', 'does not answer'],
  ['ENETUNREACH', 'cannot be reached'],
  ['EHOSTUNREACH', 'cannot be reached'],
  ['UND_ERR_CONNECT_TIMEOUT', 'does not answer'],
  ['UND_ERR_HEADERS_TIMEOUT', 'does not answer'],
  ['ETIMEDOUT', 'does not answer'],
]);

function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return codeOf(cause.cause);
}

/** Of a request that got no answer, or one that broke off. */
export function brokenOff(cause: unknown, { host }: Asked): RequestFailure {
  const code = codeOf(cause);
  const detail = cause instanceof Error ? cause.message : String(cause);
  if (/CERT|SSL|TLS/u.test(code)) {
    const fact = `${host} cannot be trusted: its certificate is not valid (${code})`;
    return new RequestFailure(
      new EngineError('bad-input', fact, {
        remedy: 'check the clock, or name the certificate of your network in NODE_EXTRA_CA_CERTS',
        detail,
        cause,
      }),
      {},
    );
  }
  const fact = `${host} ${systemWords.get(code) ?? 'broke the connection off again and again'}`;
  return new RequestFailure(
    new EngineError('bad-input', fact, {
      remedy: 'check the connection and the proxy, and go on; what has come is kept',
      detail,
      cause,
    }),
    { againMs: 0 },
  );
}
