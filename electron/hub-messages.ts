/** What the engine process asks the main process about the hub, and hears: asked anew for every request, so that no token is kept there longer than it is used. */
import { z } from 'zod';
import type { HubSettings } from '../src-engine/engine.ts';

export const hubQuestionSchema = z.strictObject({ kind: z.literal('hub'), id: z.int().nonnegative() });

export type HubQuestion = z.infer<typeof hubQuestionSchema>;

export const hubReplySchema = z.strictObject({
  kind: z.literal('hub'),
  id: z.int().nonnegative(),
  settings: z.strictObject({
    endpoint: z.string().exactOptional(),
    offline: z.boolean().exactOptional(),
    token: z.string().exactOptional(),
  }),
});

export type HubReply = z.infer<typeof hubReplySchema>;

export interface HubAsker {
  readonly ask: () => Promise<HubSettings>;
  /** Every message from main; others are passed over. */
  readonly receive: (message: unknown) => void;
}

export function askHub(post: (question: HubQuestion) => void): HubAsker {
  const waiting = new Map<number, (settings: HubSettings) => void>();
  let last = 0;
  return {
    ask: () =>
      new Promise((settle) => {
        const id = ++last;
        waiting.set(id, settle);
        post({ kind: 'hub', id });
      }),
    receive: (message) => {
      const reply = hubReplySchema.safeParse(message);
      if (!reply.success) return;
      waiting.get(reply.data.id)?.(reply.data.settings);
      waiting.delete(reply.data.id);
    },
  };
}
