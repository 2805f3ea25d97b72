/** The server's end of a page's shell socket: checks each request, does it, answers in a value or a sentence. */
import type { z } from 'zod';
import type { EventTargetPort } from '../src-engine/remote/port.ts';
import { EngineError } from '../src-engine/errors.ts';
import type { Actions } from './actions.ts';
import { argumentSchemas, askSchema, type RequestName, type Requests, type Told } from './protocol.ts';

/** Requests that may be under way for one page. */
const mostOpen = 64;

export function serveShell(port: EventTargetPort, actions: Actions): void {
  const tell = (told: Told) => port.postMessage(told);
  let open = 0;

  async function ask(id: number, name: string, args: readonly unknown[]): Promise<void> {
    open += 1;
    try {
      if (!isRequest(name)) throw new EngineError('bad-input', `There is no request "${name}"`);
      tell({ kind: 'answer', id, value: await perform(actions, name, args) });
    } catch (error) {
      tell({ kind: 'refusal', id, sentence: sentenceOf(error) });
    } finally {
      open -= 1;
    }
  }

  port.addEventListener('message', ({ data }) => {
    const message = askSchema.safeParse(data);
    if (!message.success || open >= mostOpen) {
      port.close(); // no page of ours does that
      return;
    }
    const { id, name, args } = message.data;
    void ask(id, name, args);
  });
  port.start();
}

const isRequest = (name: string): name is RequestName => Object.hasOwn(argumentSchemas, name);

function perform<N extends RequestName>(
  actions: Actions,
  name: N,
  args: readonly unknown[],
): ReturnType<Requests[N]> {
  const schema: z.ZodType<Parameters<Requests[N]>> = argumentSchemas[name];
  const parsed = schema.safeParse(args);
  if (!parsed.success)
    throw new EngineError('bad-input', `${name} was called with values that it cannot use`);
  const action: Actions[N] = actions[name];
  return action(...parsed.data);
}

/** System errors name the file and the fact already. */
function sentenceOf(error: unknown): string {
  if (error instanceof EngineError) return error.message;
  return `This did not work: ${error instanceof Error ? error.message.replace(/\.$/u, '') : String(error)}.`;
}
