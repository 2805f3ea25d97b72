/** The program of the engine process: creates the engine, then serves every port that the main process hands over. Shows nothing. */
import * as nodeModule from 'node:module';
import { z } from 'zod';
import { EngineError } from '../src-engine/errors.ts';
import { serveEngine } from '../src-engine/remote/host.ts';
import { bindSharp } from './bind-sharp.ts';
import { endingWithDevice } from './lost-device.ts';
import { guardLibraries } from './native-libraries.ts';
import { askHub } from './hub-messages.ts';
import { connectSchema, leaveSchema } from './path-messages.ts';
import { askMain, portRules } from './port-rules.ts';
import { powerSchema } from './power.ts';

const optionsSchema = z.object({
  device: z.string().exactOptional(),
  precision: z.string().exactOptional(),
  imageRoute: z.enum(['path', 'object']).exactOptional(),
  threads: z.int().positive().exactOptional(),
  imageBackend: z.enum(['torchvision', 'pil', 'pil-12']).exactOptional(),
  calibrationDirectories: z.array(z.string()).exactOptional(),
  cacheDirectory: z.string().exactOptional(),
  dataDirectory: z.string().exactOptional(),
});

/** By then everything that a start needs has been loaded, and nobody waits for the disk. */
const writeCompiledMs = 10_000;

async function main(): Promise<void> {
  const { parentPort } = process;
  try {
    keepCompiled(process.argv[3]);
    guardLibraries();
    bindSharp();
    const { createEngine } = await import('../src-engine/create-engine.ts'); // imports sharp
    let [slept, closeDatabase] = [() => {}, () => {}];
    const hub = askHub((question) => parentPort.postMessage(question));
    const made = await createEngine(optionsSchema.parse(JSON.parse(process.argv[2] ?? '{}')), {
      hub: hub.ask,
      hearSleeps: (told) => (slept = told),
      hearEnd: (close) => (closeDatabase = close),
      onJobLostDevice: ({ fact }) => end(`${fact}.`),
      found: {
        before: process.argv[4],
        hear: (mark) => parentPort.postMessage({ kind: 'found-whole', mark }),
      },
    });
    const engine = endingWithDevice(made, end);
    const main = askMain((question) => parentPort.postMessage(question));
    parentPort.on('message', ({ data, ports }) => {
      if (powerSchema.safeParse(data).success) {
        slept();
        return;
      }
      if (leaveSchema.safeParse(data).success) {
        closeDatabase();
        process.exit(0);
      }
      const connect = connectSchema.safeParse(data);
      if (!connect.success) {
        main.receive(data);
        hub.receive(data);
        return;
      }
      for (const port of ports) serveEngine(engine, port, portRules(main, connect.data.window));
    });
    parentPort.postMessage({ kind: 'ready' });
  } catch (error) {
    const sentence =
      error instanceof EngineError ? error.message : `The engine could not start: ${String(error)}.`;
    console.error(error);
    end(sentence);
  }
}

/** For this reason, a sentence. */
function end(sentence: string): void {
  process.parentPort.postMessage({ kind: 'failed', sentence });
  setTimeout(() => process.exit(1), 100); // messages must leave first
}

interface CompileCache {
  readonly enableCompileCache: (folder: string) => void;
  readonly flushCompileCache: () => void;
}

/** Node keeps what V8 compiles of the modules that are loaded from now on. Its process is ended from outside, so it is written before. */
function keepCompiled(folder: string | undefined): void {
  if (folder === undefined) return;
  // In Electron's Node, which is newer than the one that the types are of.
  const { enableCompileCache, flushCompileCache } = nodeModule as typeof nodeModule & CompileCache;
  enableCompileCache(folder);
  setTimeout(flushCompileCache, writeCompiledMs).unref();
}

void main();
