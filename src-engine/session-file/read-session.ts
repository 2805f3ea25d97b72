/** A session's text, of any origin: read, or refused in one sentence. Opens no file and no picture. */
import { z } from 'zod';
import { decodeText } from '../files/bounded-file.ts';
import { checked, json } from '../files/document.ts';
import { jsonOutline } from '../files/json-outline.ts';
import { refusal, type Subject } from '../files/refusal.ts';
import { show } from '../files/words.ts';
import { sessionFormat, sessionSchema, sessionVersion, type SessionDocument } from './document.ts';

/** Levels of a session: a setting of a result of a run of an answer of the session. */
const mostLevels = 16;
const mostValues = 4_000_000;

const headSchema = z.object({ format: z.unknown(), version: z.unknown() });

export function sessionSubject(file: string): Subject {
  return { file, code: 'bad-input', remedy: 'open another session file, or have this one saved again' };
}

/** @throws EngineError `bad-input`; `unsupported` where a later version wrote it */
export function parseSession(bytes: Uint8Array, file: string): SessionDocument {
  const subject = sessionSubject(file);
  const text = decodeText(bytes, subject);
  const { depth, values } = jsonOutline(bytes);
  if (depth > mostLevels)
    throw refusal(subject, `is nested deeper than the ${mostLevels} levels of a session`);
  if (values > mostValues) throw refusal(subject, `has more than the ${mostValues} values of a session`);
  const value = json(text, subject);
  const head = headSchema.safeParse(value).data;
  if (head?.format !== sessionFormat) throw refusal(subject, 'is not a session of this application');
  if (head.version !== sessionVersion) {
    const version = show(head.version);
    throw refusal(
      { ...subject, code: 'unsupported' },
      `is a session of version ${version}; this application knows version ${sessionVersion}`,
      { cure: 'open it with a newer application' },
    );
  }
  return withBytes(whole(checked(sessionSchema, value, subject), subject));
}

/** Bytes that several pictures share are written once, with the first of them. */
function withBytes(session: SessionDocument): SessionDocument {
  const known = new Map<string, string>();
  const pictures = session.pictures.map((picture) => {
    const { from } = picture;
    if (from.kind !== 'inside') return picture;
    if (from.data !== '') known.set(from.sha256, from.data);
    const data = from.data === '' ? (known.get(from.sha256) ?? '') : from.data;
    return { ...picture, from: { ...from, data } };
  });
  return { ...session, pictures };
}

/** What parts say about pictures must be about pictures that there are. */
function whole(session: SessionDocument, subject: Subject): SessionDocument {
  const keys = session.pictures.map(({ key }) => key);
  const known = new Set(keys);
  if (known.size < keys.length) throw refusal(subject, 'has two pictures of one key');
  const named = [
    ...Object.keys(session.answers),
    ...Object.keys(session.measurements),
    ...Object.keys(session.turns ?? {}),
    ...(session.groups ?? []).flatMap(({ pictures }) => pictures),
    ...[session.choices, ...session.past, ...session.future].flatMap(
      ({ selected, chosen, readings, regions }) => [
        ...(selected === null ? [] : [selected]),
        ...(chosen ?? []),
        ...Object.keys(readings),
        ...Object.keys(regions),
      ],
    ),
    ...Object.keys(session.sweeps ?? {}),
  ];
  const lost = named.find((key) => !known.has(key));
  if (lost !== undefined) throw refusal(subject, `speaks of a picture ${show(lost)} that it does not have`);
  return session;
}
