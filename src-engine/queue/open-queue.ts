/** A queue as the sender of one run uses it, from the first connection to the end. */
import type { ModelIdentity, Progress } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { programVersion } from '../files/program-version.ts';
import { connect } from './connect.ts';
import { sendTasks, type QueueSharing } from './send-tasks.ts';

export interface Sending {
  readonly model: ModelIdentity;
  readonly title: string; // 'Calibrating on photos'
  /** What the run is. */
  readonly run: string;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

export interface OpenQueue {
  /** Host and port, for sentences. */
  readonly server: string;
  readonly share: (sending: Sending) => Promise<QueueSharing>;
  /** Takes away what is left in the queue. */
  close(): Promise<void>;
}

/** Throws `bad-input` where the server cannot be used. */
export async function openQueue(address: string): Promise<OpenQueue> {
  const server = await connect(address);
  let sharing: QueueSharing | undefined;
  return {
    server: server.name,
    async share(sending) {
      sharing = await sendTasks({ server, program: programVersion(), ...sending });
      return sharing;
    },
    async close() {
      await sharing?.close();
      server.close();
    },
  };
}

/** Of a run whose tasks are all done by workers. */
export function nobodyHere(): Promise<never> {
  return Promise.reject(new EngineError('bad-input', 'Tasks in a queue are done by workers'));
}
