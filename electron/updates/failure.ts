/** What can go wrong on the way to an update, in one sentence each. */

export type Failure =
  | 'unreachable'
  | 'no-channel'
  | 'too-long'
  | 'malformed'
  | 'unsigned'
  | 'moved'
  | 'stalled'
  | 'broken-off'
  | 'tampered'
  | 'wrong-publisher'
  | 'disk'
  | 'install'
  | 'other';

const again = 'Try again later; this version goes on working.';

const sentences: Readonly<Record<Exclude<Failure, 'other'>, (host: string) => string>> = {
  unreachable: (host) => `${host} could not be reached. ${again}`,
  'no-channel': (host) => `${host} announces no versions for this system. ${again}`,
  'too-long': (host) => `${host} sent an announcement that is too long to be one. ${again}`,
  malformed: (host) => `${host} sent an announcement of versions that cannot be read. ${again}`,
  unsigned: (host) =>
    `${host} sent an announcement that DyMU Explorer's makers have not signed, so nothing was taken from it.`,
  moved: (host) => `${host} pointed to another place, which is not followed. ${again}`,
  stalled: (host) => `${host} stopped sending. ${again}`,
  'broken-off': () => `The download broke off. ${again}`,
  tampered: (host) =>
    `The file from ${host} is not the one that was announced, so it was thrown away. ${again}`,
  'wrong-publisher': (host) =>
    `The installer from ${host} is not signed by the publisher of this one, so it was thrown away.`,
  disk: () => 'The update could not be written; make room on the disk and try again.',
  install: () => 'The update could not be put in place; this version goes on working.',
};

/** Carries which failure it was; `cause` is for the log. */
export class UpdateFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(failure, { cause });
    this.failure = failure;
  }
}

export function sentenceOf(error: unknown, host: string): string {
  const failure = failureOf(error);
  if (failure !== 'other') return sentences[failure](host);
  const words = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
  return `The update did not work: ${words ?? ''}. ${again}`;
}

/** From what network, disk and electron-updater throw. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UpdateFailure) return error.failure;
  if (!(error instanceof Error)) return 'other';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'ERR_CHECKSUM_MISMATCH') return 'tampered';
  if (code === 'ERR_UPDATER_INVALID_SIGNATURE') return 'wrong-publisher';
  if (['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT'].includes(code)) return 'disk';
  const { message } = error;
  if (/ERR_BLOCKED_BY_CLIENT|redirect/i.test(message)) return 'moved';
  if (
    /ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE_CHUNKED|aborted|ERR_CONNECTION_CLOSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/.test(
      message,
    )
  )
    return 'broken-off';
  if (/net::ERR_|status [45]\d\d/.test(message)) return 'unreachable';
  return 'other';
}
