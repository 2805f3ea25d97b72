/** Which files a task reads. Pure. */
import type { Task } from '../engine-sharing.ts';

export function imagesOf(task: Task): readonly string[] {
  if (task.kind === 'evaluate') return [task.request.data];
  if (task.kind !== 'sweep') return task.images;
  const { image, laterFrames = [] } = task.request;
  return [image, ...laterFrames].flatMap(
    (each) => (each.kind === 'file' || each.kind === 'pixel-values' ? [each.path] : []), // others are refused when they are read
  );
}
