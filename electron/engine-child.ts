/** The engine process as the supervisor and the window see it: Electron's utility process behind two callbacks and a port. */
import { app, utilityProcess, type MessagePortMain } from 'electron';
import { z } from 'zod';
import type { EngineOptions, HubSettings } from '../src-engine/engine.ts';
import { watchMemoryEnds } from '../src-engine/files/memory-groups.ts';
import type { PathGrants } from './path-grants.ts';
import { answerAbout, pathQuestionSchema, type connectSchema, type leaveSchema } from './path-messages.ts';
import { hubQuestionSchema, type HubReply } from './hub-messages.ts';
import type { EngineChild } from './engine-supervisor.ts';
import { exitInWords, wasKilled, type Ending } from './exit-words.ts';
import type { powerSchema } from './power.ts';

export interface ConnectableChild extends EngineChild {
  /** Hands a port over, whose other end a page holds; the engine listens on it from now on. */
  connect(port: MessagePortMain, window: number): void;
  /** The computer falls asleep or has woken. */
  power(): void;
}

const serviceName = 'DyMU engine';

/** Sent by engine-process.ts. */
const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('failed'), sentence: z.string() }),
  z.object({ kind: z.literal('found-whole'), mark: z.string() }),
]);

/** Electron tells the exit code first and the reason right after it; without a reason the code must do. */
const reasonWaitMs = 100;

export interface EngineScript {
  readonly script: string;
  /** Folder for the code that V8 compiled, so that the next start need not. */
  readonly compiled: string;
}

/**
 * @param parts what the engine process asks for: `grants`, what the windows may name; `hub`, what it was told about the hub; `foundWhole`, what the
 * one before has said of the database
 */
export function forkEngine(
  { script, compiled }: EngineScript,
  options: EngineOptions,
  parts: {
    readonly grants: PathGrants;
    readonly hub: () => Promise<HubSettings>;
    readonly foundWhole: string | undefined;
  },
): ConnectableChild {
  const forMemory = watchMemoryEnds();
  const { grants, hub, foundWhole } = parts;
  const child = utilityProcess.fork(script, [JSON.stringify(options), compiled, foundWhole ?? ''], {
    serviceName,
    stdio: 'inherit',
  });
  let sentence: string | undefined;
  child.on('message', (message: unknown) => {
    const question = pathQuestionSchema.safeParse(message);
    if (question.success) child.postMessage(answerAbout(grants, question.data));
    const asked = hubQuestionSchema.safeParse(message);
    if (!asked.success) return;
    const { kind, id } = asked.data;
    void hub().then((settings) => child.postMessage({ kind, id, settings } satisfies HubReply));
  });
  return {
    onReady: (listener) => {
      child.on('message', (message: unknown) => {
        const { data } = messageSchema.safeParse(message);
        if (data?.kind === 'ready') listener();
        else if (data?.kind === 'failed') ({ sentence } = data);
      });
    },
    onFoundWhole: (listener) => {
      child.on('message', (message: unknown) => {
        const { data } = messageSchema.safeParse(message);
        if (data?.kind === 'found-whole') listener(data.mark);
      });
    },
    onEnd: (listener) => {
      const end = (ending: Ending) =>
        listener(
          sentence ?? exitInWords({ ...ending, forMemory: forMemory() }, process.platform),
          wasKilled(ending),
        );
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
    leave: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.postMessage({ kind: 'leave' } satisfies z.infer<typeof leaveSchema>);
      }),
    power: () => child.postMessage({ kind: 'power' } satisfies z.infer<typeof powerSchema>),
    connect: (port, window) =>
      child.postMessage({ kind: 'connect', window } satisfies z.infer<typeof connectSchema>, [port]),
  };
}
