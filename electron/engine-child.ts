/** The engine process as the supervisor and the window see it: Electron's utility process behind two callbacks and a port. */
import { app, utilityProcess, type MessagePortMain } from 'electron';
import { z } from 'zod';
import type { EngineOptions } from '../src-engine/engine.ts';
import type { PathGrants } from './path-grants.ts';
import { answerAbout, pathQuestionSchema, type connectSchema } from './path-messages.ts';
import type { EngineChild } from './engine-supervisor.ts';
import { exitInWords, type Ending } from './exit-words.ts';

export interface ConnectableChild extends EngineChild {
  /** Hands a port over, whose other end a page holds; the engine listens on it from now on. */
  connect(port: MessagePortMain, window: number): void;
}

const serviceName = 'DyMU engine';

/** Sent by engine-process.ts. */
const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('failed'), sentence: z.string() }),
]);

/** Electron tells the exit code first and the reason right after it; without a reason the code must do. */
const reasonWaitMs = 100;

export interface EngineScript {
  readonly script: string;
  /** Folder for the code that V8 compiled, so that the next start need not. */
  readonly compiled: string;
}

/** @param grants what the windows may name, which the engine process asks for */
export function forkEngine(
  { script, compiled }: EngineScript,
  options: EngineOptions,
  grants: PathGrants,
): ConnectableChild {
  const child = utilityProcess.fork(script, [JSON.stringify(options), compiled], {
    serviceName,
    stdio: 'inherit',
  });
  let sentence: string | undefined;
  child.on('message', (message: unknown) => {
    const question = pathQuestionSchema.safeParse(message);
    if (question.success) child.postMessage(answerAbout(grants, question.data));
  });
  return {
    onReady: (listener) => {
      child.on('message', (message: unknown) => {
        const parsed = messageSchema.safeParse(message);
        if (!parsed.success) return;
        if (parsed.data.kind === 'ready') listener();
        else sentence = parsed.data.sentence;
      });
    },
    onEnd: (listener) => {
      const end = (ending: Ending) => listener(sentence ?? exitInWords(ending, process.platform));
      child.once('exit', (code) => {
        const timer = setTimeout(() => {
          app.off('child-process-gone', explain);
          end({ code });
        }, reasonWaitMs);
        const explain = (_: unknown, details: Electron.Details) => {
          if (details.name !== serviceName) return;
          clearTimeout(timer);
          app.off('child-process-gone', explain);
          const ownCode = details.reason === 'abnormal-exit'; // elsewhere the reason's code is the signal's number
          end({ code: ownCode ? code : details.exitCode, reason: details.reason });
        };
        app.on('child-process-gone', explain);
      });
    },
    kill: () => child.kill(),
    connect: (port, window) =>
      child.postMessage({ kind: 'connect', window } satisfies z.infer<typeof connectSchema>, [port]),
  };
}
