/** An evaluation that machines share: one of its parts as a file, or all of them done by workers and joined. */
import type {
  CallOptions,
  EvaluateRequest,
  EvaluateResult,
  LocalEngine,
  RecordedEvaluation,
  Shard,
} from '../engine.ts';
import { evaluationOf } from '../evaluation/evaluation-of.ts';
import { readRecorded, recordedJson } from '../evaluation/recorded-file.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { nobodyHere } from '../queue/open-queue.ts';
import { openQueue, type QueueUse } from './queue-option.ts';

/** Pictures of one task: with a language model minutes of work, and its questions are read anew for each. */
const imagesOfTask = 8;
/** Beyond this, tasks are larger instead. */
const mostTasks = 10_000;

/** Writes one part. */
export async function evaluatePart(
  engine: LocalEngine,
  request: EvaluateRequest,
  { shard, out }: { readonly shard: Shard; readonly out: string },
  call: CallOptions,
): Promise<RecordedEvaluation> {
  const { recorded } = await engine.evaluate({ ...request, shard, record: true }, call);
  if (recorded === undefined) throw new Error('An evaluation recorded nothing.');
  await writeAtomically(out, recordedJson(recorded));
  return recorded;
}

/** Throws what `evaluationOf` throws, and where workers fail. */
export async function evaluateByWorkers(use: QueueUse, request: EvaluateRequest): Promise<EvaluateResult> {
  const { engine, onProgress } = use;
  const { data, set, split, details = false } = request;
  const report = await engine.questions({
    data,
    ...(set === undefined ? {} : { set }),
    ...(split === undefined ? {} : { split }),
  });
  const images = Math.min(report.images, request.limit ?? Infinity);
  const count = Math.max(1, Math.min(mostTasks, Math.ceil(images / imagesOfTask)));
  const asked: EvaluateRequest = { ...request, details: false, resume: false };
  const tasks = Array.from({ length: count }, (_, at) => ({
    kind: 'evaluate' as const,
    request: { ...asked, shard: { index: at + 1, count } },
  }));
  const queue = await openQueue(use);
  try {
    const sharing = await queue.share(JSON.stringify(['evaluate', asked, count]));
    const parts: RecordedEvaluation[] = [];
    for await (const text of sharing.results('evaluate', tasks, nobodyHere)) {
      parts.push(
        readRecorded(text, {
          file: `part ${parts.length + 1}`,
          code: 'bad-input',
          remedy: 'start the run again',
        }),
      );
      onProgress({ stage: 'Answering', done: parts.length, total: count });
    }
    return evaluationOf(parts, { details });
  } finally {
    await queue.close();
  }
}
