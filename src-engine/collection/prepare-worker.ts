/**
 * The program of a thread that reads, decodes and resizes pictures while the engine's thread is inside a native run. It loads sharp and no ONNX
 * Runtime. A file of its own in every build (preparing.ts).
 */
import { parentPort } from 'node:worker_threads';
import { prepareFile } from './prepare-file.ts';
import type { Prepared, ToPrepare } from './preparing.ts';

const port = parentPort;
let asked = 0;

/** Ends with the last answer, when nothing more will come: threads of sharp must not be at work when this one goes. */
let ending = false;
const endIfDone = (): void => {
  if (ending && asked === 0) port?.close();
};

port?.on('message', (message: ToPrepare) => {
  if (message.kind === 'end') {
    ending = true;
    endIfDone();
    return;
  }
  const { id, path, spec, route } = message;
  asked += 1;
  // What is no refusal of a file is rejected, which ends this thread: the engine's hears of it.
  void prepareFile(path, spec, route).then((file) => {
    const answer: Prepared = { id, file };
    port.postMessage(
      answer,
      file.kind === 'views'
        ? file.views.flatMap(({ pixels: { buffer } }) => (buffer instanceof ArrayBuffer ? [buffer] : []))
        : [],
    );
    asked -= 1;
    endIfDone();
  });
});
