/** Which files a task reads. Pure. */
import type { Task } from '../engine-sharing.ts';

export function imagesOf(task: Task): readonly string[] {
  if (task.kind === 'evaluate') return [task.request.data];
  if (task.kind !== 'sweep') return task.images;
  const { image } = task.request;
  return image.kind === 'file' || image.kind === 'pixel-values' ? [image.path] : []; // others are refused when they are read
}
