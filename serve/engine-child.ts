/** The engine process as the server sees it: this very program once more, which knows by a variable what it is. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { EngineDevices } from '../electron/bridge.ts';
import type { EngineChild } from '../electron/engine-supervisor.ts';
import { exitInWords, wasKilled } from '../electron/exit-words.ts';
import { fromEngineSchema, type FromEngine, type ToEngine } from './engine-messages.ts';
import { engineMark, foundWholeMark, uploadsMark } from './engine-process.ts';

export interface ServedChild extends EngineChild {
  /** False while what was told before has not left: whoever can wait, should. `left` is called when it has. */
  readonly tell: (message: ToEngine, left?: () => void) => boolean;
  /** Everything that is about ports. */
  readonly onPort: (listener: (message: Extract<FromEngine, { port: number }>) => void) => void;
}

/** @param uploads folder of what browsers have sent @param foundWhole what the process before has said of the database */
export function forkEngine(
  devices: EngineDevices,
  uploads: string,
  foundWhole: string | undefined,
): ServedChild {
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      [engineMark]: devices,
      [uploadsMark]: uploads,
      [foundWholeMark]: foundWhole ?? '',
    },
    serialization: 'advanced',
  });
  let sentence: string | undefined;
  const hear = (listener: (message: FromEngine) => void): void => {
    child.on('message', (message: unknown) => {
      const { data } = fromEngineSchema.safeParse(message);
      if (data !== undefined) listener(data);
    });
  };
  hear((message) => {
    if (message.kind === 'failed') ({ sentence } = message);
  });
  return {
    onReady: (listener) => hear(({ kind }) => kind === 'ready' && listener()),
    onFoundWhole: (listener) => hear((message) => message.kind === 'found-whole' && listener(message.mark)),
    onEnd: (listener) => {
      const failed = () => listener('The engine process could not be started.', false);
      child.once('error', failed);
      child.once('exit', (code, signal) => {
        child.off('error', failed);
        const ending = endingOf(code, signal);
        listener(sentence ?? exitInWords(ending, process.platform), wasKilled(ending));
      });
    },
    kill: () => void child.kill('SIGKILL'),
    leave: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        if (child.connected) child.disconnect();
      }),
    tell: (message, left) => {
      if (!child.connected) return true;
      return child.send(message, () => left?.());
    },
    onPort: (listener) =>
      hear((message) => {
        if ('port' in message) listener(message);
      }),
  };
}

/** Words are made of what Electron tells, which knows more of a process that a signal has ended. */
function endingOf(code: number | null, signal: NodeJS.Signals | null): Parameters<typeof exitInWords>[0] {
  if (signal === null) return { code: code ?? 0 };
  const outside: readonly NodeJS.Signals[] = ['SIGKILL', 'SIGTERM', 'SIGHUP', 'SIGINT'];
  return { code: constants.signals[signal], reason: outside.includes(signal) ? 'killed' : 'crashed' };
}
