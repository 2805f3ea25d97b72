import { describe, expect, it, vi } from 'vitest';
import type { UpdateState } from '../../../electron/bridge.ts';
import { failureOf, sentenceOf, UpdateFailure } from '../../../electron/updates/failure.ts';
import { feedSchema } from '../../../electron/updates/feed.ts';
import { createUpdates, type Downloader, type UpdateParts } from '../../../electron/updates/updates.ts';

const feed = feedSchema.parse({
  provider: 'generic',
  url: 'https://updates.example.org/',
  updaterCacheDirName: 'x',
  signingKeys: [`${'A'.repeat(59)}=`],
});
const installer = { url: 'a.AppImage', sha512: '', size: 100 };

function started(changes: Partial<UpdateParts> & { readonly downloader?: UpdateParts['downloader'] } = {}) {
  const states: UpdateState[] = [];
  const install = vi.fn();
  const good: Downloader = {
    download: (_, __, ___, onReceived) => {
      onReceived(40);
      return Promise.resolve();
    },
    install,
  };
  const updates = createUpdates({
    running: '1.0.0',
    trust: { kind: 'trusted', feed },
    ending: '.AppImage',
    fetchChannel: () => Promise.resolve({ version: '1.1.0', files: [installer] }),
    downloader: () => Promise.resolve(good),
    onView: ({ state }) => states.push(state),
    log: () => undefined,
    ...changes,
  });
  return { updates, states, install };
}

describe('updates', () => {
  it('are found, fetched and installed, each step when it is asked for', async () => {
    const { updates, states, install } = started();
    expect(updates.view).toEqual({ host: 'updates.example.org', running: '1.0.0', state: { kind: 'idle' } });
    await updates.download();
    await updates.install();
    expect(states).toEqual([]);
    await updates.check();
    await updates.download();
    expect(install).not.toHaveBeenCalled();
    await updates.install();
    await updates.install();
    expect(install).toHaveBeenCalledTimes(1);
    expect(states).toEqual([
      { kind: 'checking' },
      { kind: 'found', version: '1.1.0', bytes: 100 },
      { kind: 'downloading', version: '1.1.0', received: 0, bytes: 100 },
      { kind: 'downloading', version: '1.1.0', received: 40, bytes: 100 },
      { kind: 'downloaded', version: '1.1.0' },
      { kind: 'installing', version: '1.1.0' },
    ]);
  });

  it('are only told of where the copy does not replace itself', async () => {
    const { updates } = started({ ending: null });
    await updates.check();
    await updates.download();
    expect(updates.view.state).toEqual({ kind: 'found', version: '1.1.0', bytes: null });
  });

  it('are not asked for by a build that may not', async () => {
    const fetchChannel = vi.fn(() => Promise.reject(new Error('asked')));
    const { updates, states } = started({ trust: { kind: 'refused', reason: 'Not signed.' }, fetchChannel });
    await updates.check();
    expect(fetchChannel).not.toHaveBeenCalled();
    expect(states).toEqual([]);
    expect(updates.view).toEqual({
      host: null,
      running: '1.0.0',
      state: { kind: 'unavailable', reason: 'Not signed.' },
    });
  });

  it('that were found are forgotten when the next question fails', async () => {
    const answers = [
      () => Promise.resolve({ version: '1.1.0', files: [installer] }),
      () => Promise.reject(new UpdateFailure('unsigned')),
    ];
    const { updates } = started({ fetchChannel: () => answers.shift()?.() ?? Promise.reject(new Error()) });
    await updates.check();
    await updates.check();
    await updates.download();
    expect(updates.view.state.kind).toBe('failed');
  });

  it('go back to what was found when a download is ended, and say why one failed', async () => {
    const waiting: Downloader = {
      download: (_, __, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new Error('cancelled'))),
        ),
      install: () => undefined,
    };
    const ended = started({ downloader: () => Promise.resolve(waiting) });
    await ended.updates.check();
    const download = ended.updates.download();
    await ended.updates.check(); // not while one goes on
    await Promise.resolve();
    ended.updates.cancel();
    await download;
    expect(ended.updates.view.state).toEqual({ kind: 'found', version: '1.1.0', bytes: 100 });

    const broken = started({ downloader: () => Promise.reject(new UpdateFailure('tampered')) });
    await broken.updates.check();
    await broken.updates.download();
    expect(broken.updates.view.state).toMatchObject({ kind: 'failed' });
  });
});

describe('what went wrong', () => {
  const coded = (code: string, message = '') => Object.assign(new Error(message), { code });
  it.each([
    [coded('ERR_CHECKSUM_MISMATCH'), 'tampered'],
    [coded('ERR_UPDATER_INVALID_SIGNATURE'), 'wrong-publisher'],
    [coded('ENOSPC'), 'disk'],
    [new Error('net::ERR_BLOCKED_BY_CLIENT'), 'moved'],
    [new Error('net::ERR_CONTENT_LENGTH_MISMATCH'), 'broken-off'],
    [new Error('net::ERR_NAME_NOT_RESOLVED'), 'unreachable'],
    [new Error('Cannot download "https://x/", status 503: busy'), 'unreachable'],
    [new Error('something new'), 'other'],
    ['no error at all', 'other'],
  ] as const)('%s is known as %s', (error, failure) => {
    expect(failureOf(error)).toBe(failure);
  });

  it('is one sentence or two, with the host and without a stack', () => {
    expect(sentenceOf(new Error('first line\n    at somewhere'), 'h')).toBe(
      'The update did not work: first line. Try again later; this version goes on working.',
    );
    expect(sentenceOf(new UpdateFailure('moved'), 'updates.example.org')).toMatch(
      /^updates\.example\.org pointed/,
    );
  });
});
