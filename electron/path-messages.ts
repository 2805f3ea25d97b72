/** What the engine process asks the main process about paths, and hears: schemas for both ends. */
import { z } from 'zod';
import { writeKinds } from '../src-engine/remote/path-roles.ts';
import type { PathGrants } from './path-grants.ts';

const id = z.int().nonnegative();
const window = z.int().nonnegative();

export const pathQuestionSchema = z.discriminatedUnion('ask', [
  /** Of each path: the root that covers it, or null. */
  z.strictObject({
    kind: z.literal('paths'),
    id,
    ask: z.literal('roots'),
    paths: z.array(z.string()).readonly(),
  }),
  z.strictObject({
    kind: z.literal('paths'),
    id,
    ask: z.literal('claim'),
    grant: z.string(),
    what: z.enum(writeKinds),
    window,
  }),
  /** The engine names these to the window. */
  z.strictObject({
    kind: z.literal('paths'),
    id,
    ask: z.literal('tell'),
    paths: z.array(z.string()).readonly(),
  }),
]);

export type PathQuestion = z.infer<typeof pathQuestionSchema>;

/** One a path asked about; one, or none, for a claim. */
export const pathReplySchema = z.strictObject({
  kind: z.literal('paths'),
  id,
  found: z.array(z.string().nullable()),
});

export type PathReply = z.infer<typeof pathReplySchema>;

/** Comes with a port: which page holds its other end. */
export const connectSchema = z.strictObject({ kind: z.literal('connect'), window });

/** The application is about to end. */
export const leaveSchema = z.strictObject({ kind: z.literal('leave') });

/** What main answers. */
export function answerAbout(grants: PathGrants, question: PathQuestion): PathReply {
  const { kind, id: number } = question;
  switch (question.ask) {
    case 'roots':
      return { kind, id: number, found: question.paths.map((path) => grants.rootOf(path) ?? null) };
    case 'claim':
      return {
        kind,
        id: number,
        found: [grants.claim(question.grant, question.what, question.window) ?? null],
      };
    case 'tell':
      grants.allowRead(question.paths);
      return { kind, id: number, found: [] };
  }
}
