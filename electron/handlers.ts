/** Puts the handlers of requests in place: checks who asks and with what, turns errors into sentences. What a request does is in actions.ts. */
import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import type { z } from 'zod';
import { EngineError } from '../src-engine/errors.ts';
import { argumentSchemas } from './argument-schemas.ts';
import type { Answer, RequestChannel, Requests } from './ipc.ts';

/** What each request does. */
export type Actions = {
  readonly [C in RequestChannel]: (...args: Parameters<Requests[C]>) => ReturnType<Requests[C]>;
};

export function registerHandlers(actions: Actions, isTrusted: (event: IpcMainInvokeEvent) => boolean): void {
  function register<C extends RequestChannel>(channel: C, action: Actions[C]): void {
    const schema: z.ZodType<Parameters<Requests[C]>> = argumentSchemas[channel];
    ipcMain.handle(channel, async (event, ...args: unknown[]): Promise<Answer<unknown>> => {
      if (!isTrusted(event))
        return { kind: 'refused', sentence: 'Only the application window may ask for this.' };
      const parsed = schema.safeParse(args);
      if (!parsed.success)
        return { kind: 'refused', sentence: `${channel} was called with values that it cannot use.` };
      try {
        return { kind: 'value', value: await action(...parsed.data) };
      } catch (error) {
        return { kind: 'refused', sentence: sentenceOf(error) };
      }
    });
  }
  for (const channel of requestChannels) register(channel, actions[channel]);
}

export const requestChannels = Object.keys(argumentSchemas).filter(
  (channel): channel is RequestChannel => channel in argumentSchemas,
);

/** System errors name the file and the fact already ("EACCES: permission denied, open '/x'"). */
function sentenceOf(error: unknown): string {
  if (error instanceof EngineError) return error.message;
  return `This did not work: ${error instanceof Error ? error.message : String(error)}.`;
}
