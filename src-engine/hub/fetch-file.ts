/** One file of a repository into its part file: pieces side by side where the server gives ranges, from the beginning where it does not. */
import { EngineError, throwIfAborted } from '../errors.ts';
import { quote } from '../files/words.ts';
import { diskError } from './disk.ts';
import { brokenOff, header, RequestFailure } from './failures.ts';
import type { PartFile, Piece } from './part-file.ts';
import type { Repository, RepositoryFile } from './repository.ts';
import { fileUrl } from './repository.ts';
import { withRetries, type Trying } from './retries.ts';
import { drop, type Answer, type Transport } from './transport.ts';

export interface Fetching {
  readonly transport: Transport;
  readonly repository: Pick<Repository, 'name' | 'commit' | 'revision'>;
  readonly trying: Trying;
  /** So many connections at once. */
  readonly connections: number;
  /** So many bytes are on the disk for good, over all runs. */
  readonly onBytes: (kept: number) => void;
}

/** The addresses that redirects lead to hold for a while; these say that one does no more. */
const expired: ReadonlySet<number> = new Set([400, 401, 403, 404, 410]);

function changed({ path }: RepositoryFile, fact: string): EngineError {
  return new EngineError('bad-input', `${quote(path)} ${fact}`, {
    remedy: 'list the model again, and download what it is now',
  });
}

/** Where the bytes of an answer begin. Throws for one that is of another file than was listed. */
function beginOf(answer: Answer, asked: number, file: RepositoryFile): number {
  const etag = (header(answer.first, 'x-linked-etag') ?? header(answer.first, 'etag'))?.replace(
    /^W\/|"/gu,
    '',
  );
  if (etag !== undefined && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u.test(etag) && etag !== file.digest.hex) {
    throw changed(file, 'is another file on the hub than the one that was listed');
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/u.exec(header(answer.headers, 'content-range') ?? '');
  const whole = answer.status === 206 ? range?.[2] : header(answer.headers, 'content-length');
  if (whole !== undefined && whole !== '*' && Number(whole) !== file.bytes) {
    throw changed(file, `has ${whole} bytes on the hub, and ${file.bytes} were listed`);
  }
  if (answer.status !== 206) return 0;
  const from = Number(range?.[1]);
  if (from === asked) return from;
  throw changed(file, 'comes in other pieces than were asked for');
}

/** @throws EngineError one sentence; what has come is kept in the part file */
export async function fetchFile(file: RepositoryFile, part: PartFile, fetching: Fetching): Promise<void> {
  const { transport, repository, trying, connections, onBytes } = fetching;
  const { name, commit, revision } = repository;
  const about = { what: `${file.path} of ${name}`, name, revision, listed: true };
  const address = fileUrl(transport.access.endpoint, name, commit, file.path);
  const stop = new AbortController();
  const signal = trying.signal === undefined ? stop.signal : AbortSignal.any([trying.signal, stop.signal]);
  let direct: string | undefined; // where the last redirect led

  async function ask(headers: Readonly<Record<string, string>>): Promise<Answer> {
    const used = direct;
    try {
      const answer = await transport.get(used ?? address, about, { signal, headers });
      direct ??= answer.url === address ? undefined : answer.url;
      return answer;
    } catch (cause) {
      const status = cause instanceof RequestFailure ? cause.status : undefined;
      if (status === 416) throw changed(file, 'is shorter on the hub than was listed');
      if (used === undefined || status === undefined || !expired.has(status)) throw cause;
      direct = undefined;
      return ask(headers);
    }
  }

  /** One request: from where the piece has got to its end, or the whole file of a server without ranges. */
  async function attempt(piece: Piece): Promise<void> {
    const from = part.reached(piece);
    if (from >= piece.to) return;
    const answer = await ask({ range: `bytes=${from}-${piece.to - 1}` });
    let position: number;
    try {
      position = beginOf(answer, from, file);
    } catch (cause) {
      drop(answer.body);
      throw cause;
    }
    const end = answer.status === 206 ? piece.to : file.bytes;
    try {
      for await (const bytes of answer.body as AsyncIterable<Buffer>) {
        throwIfAborted(signal);
        if (answer.status !== 206 && position + bytes.length > end) {
          throw changed(file, 'is longer on the hub than was listed');
        }
        const wanted = bytes.subarray(0, end - position);
        await writePiece(position, wanted);
        position += wanted.length;
        if (position >= end) break;
      }
    } catch (cause) {
      throwIfAborted(signal);
      if (cause instanceof EngineError) throw cause;
      throw brokenOff(cause, { ...about, host: new URL(answer.url).host, withToken: false });
    } finally {
      drop(answer.body);
    }
    if (position < end) {
      throw brokenOff(new Error('the answer ended early'), {
        ...about,
        host: new URL(answer.url).host,
        withToken: false,
      });
    }
  }

  async function writePiece(at: number, bytes: Uint8Array): Promise<void> {
    try {
      await part.write(at, bytes);
    } catch (cause) {
      throw diskError(cause, part.path);
    }
    onBytes(part.kept());
  }

  const fetchPiece = (piece: Piece): Promise<void> =>
    withRetries({ ...trying, signal }, () => attempt(piece), part.come);

  const [first, ...others] = part.missing();
  if (first === undefined) return;
  // Alone: it finds the way, and whether the server gives pieces at all.
  await fetchPiece(first);
  const waiting = others.filter((piece) => part.reached(piece) < piece.to);
  const worker = async (): Promise<void> => {
    for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) await fetchPiece(piece);
  };
  const workers = Array.from({ length: connections }, () =>
    worker().catch((cause: unknown) => {
      stop.abort();
      throw cause;
    }),
  );
  const ended = await Promise.allSettled(workers);
  throwIfAborted(trying.signal);
  const failures = ended.flatMap((end) =>
    end.status === 'rejected'
      ? [end.reason instanceof Error ? end.reason : new Error(String(end.reason))]
      : [],
  );
  const failure =
    failures.find((cause) => !(cause instanceof EngineError && cause.code === 'aborted')) ?? failures[0];
  if (failure !== undefined) throw failure;
}
