/** Session files, and what is kept of a session for the next start: text, pictures inside, paths that lead elsewhere. */
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { openLastSession } from '../../../electron/last-session.ts';
import { readSessionFile } from '../../../electron/session-files.ts';
import { findPictures } from '../../../electron/session-pictures.ts';
import { sha256 } from '../../../src-engine/files/sha256.ts';
import { sessionText } from '../../../src-engine/session-file/document.ts';
import { parseSession } from '../../../src-engine/session-file/read-session.ts';
import { sampleSession } from '../../../tests/session-file/samples.ts';
import { hostileJson } from '../edits/json.ts';
import { layFile } from '../place.ts';
import { MB, target, type Target } from '../target.ts';

const inside = Buffer.from('a picture');
const seed: unknown = JSON.parse(
  sessionText({
    ...sampleSession,
    pictures: [
      ...sampleSession.pictures,
      {
        ...{ key: '2', name: 'inside.png' },
        from: { kind: 'inside', data: inside.toString('base64'), sha256: sha256(inside) },
      },
      {
        ...{ key: '3', name: 'canary.png' },
        from: { kind: 'file', path: '{outside}/canary.png', bytes: 1, sha256: '0'.repeat(64) },
      },
      { key: '4', name: 'canary.txt', from: { kind: 'file', path: '{outside}/canary.txt' } },
    ],
  }),
);

const rules = { mayRead: () => false, proved: () => Promise.reject(new Error('A path was believed.')) };

export const sessionTargets: readonly Target[] = [
  target<string>({
    name: 'session',
    inputs: () => Promise.resolve(hostileJson([seed])),
    async run(text, place) {
      const content = text.replaceAll('{outside}', place.outside);
      const path = await layFile(place, 'last.dymu-session', content);
      const session = await readSessionFile(path);
      const last = await openLastSession(dirname(path)).read();
      if (last !== null) parseSession(last.text, 'the last session');
      await findPictures(session, new Map([['x', inside]]), rules);
    },
    mostBytes: 600 * MB,
    mostCpu: 20_000,
  }),
  target<Uint8Array>({
    name: 'kept-picture',
    inputs: () => Promise.resolve(fc.uint8Array({ maxLength: 200 })),
    async run(bytes, place) {
      const path = await layFile(place, 'last.dymu-session', '{}');
      await layFile(place, join('pictures', sha256(bytes)), bytes);
      await openLastSession(dirname(path)).read();
    },
    mostBytes: 600 * MB,
    mostCpu: 20_000,
  }),
];
