/** Which files a task reads. Pure. */
import type { Task } from '../engine-sharing.ts';

export function imagesOf(task: Task): readonly string[] {
  return task.kind === 'evaluate' ? [task.request.data] : task.images;
}
