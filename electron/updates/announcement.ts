/** Asks the feed for its channel file and the signature of it: two small requests to one host, nothing about this computer in them. */
import type { Session } from 'electron';
import { readChannel, type Channel } from './channel.ts';
import { failureOf, UpdateFailure } from './failure.ts';
import type { Feed } from './feed.ts';
import { isSigned } from './signature.ts';

const longestFile = 65_536; // bytes

/** @param patience milliseconds that each request may take */
export async function fetchChannel(
  session: Session,
  feed: Feed,
  fileName: string,
  patience: number,
): Promise<Channel> {
  const text = await fetchSmall(session, new URL(fileName, feed.url), patience);
  const signature = await fetchSmall(session, new URL(`${fileName}.sig`, feed.url), patience);
  // Whoever wrote it comes first: nothing of a stranger's file is parsed.
  if (!isSigned(text, signature.toString('latin1'), feed.signingKeys)) throw new UpdateFailure('unsigned');
  const read = readChannel(text.toString('utf8'));
  if (read.kind === 'malformed') throw new UpdateFailure('malformed');
  return read.channel;
}

async function fetchSmall(session: Session, url: URL, patience: number): Promise<Buffer> {
  const signal = AbortSignal.timeout(patience);
  try {
    const response = await session.fetch(url.href, {
      redirect: 'error',
      credentials: 'omit',
      headers: { 'cache-control': 'no-cache' },
      signal,
    });
    if (response.status === 404) throw new UpdateFailure('no-channel');
    if (!response.ok || response.body === null) throw new UpdateFailure('unreachable');
    const parts: Uint8Array[] = [];
    let length = 0;
    const body: AsyncIterable<Uint8Array> = response.body;
    for await (const part of body) {
      length += part.byteLength;
      if (length > longestFile) throw new UpdateFailure('too-long');
      parts.push(part);
    }
    return Buffer.concat(parts);
  } catch (error) {
    if (error instanceof UpdateFailure) throw error;
    if (signal.aborted) throw new UpdateFailure('stalled', error);
    throw new UpdateFailure(failureOf(error) === 'moved' ? 'moved' : 'unreachable', error);
  }
}
