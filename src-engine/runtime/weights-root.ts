/** Where a session looks for its weights: one folder above all of a checkpoint's files, however links scatter them. */
import path from 'node:path';

/** The deepest folder that holds every file; all paths absolute, links resolved. */
export function weightsRoot(files: readonly string[]): string {
  const [first, ...rest] = files.map((file) => path.dirname(file).split(path.sep));
  if (first === undefined) return path.parse(process.cwd()).root;
  const shared = rest.reduce((common, parts) => {
    const differing = common.findIndex((part, index) => part !== parts[index]);
    return differing === -1 ? common : common.slice(0, differing);
  }, first);
  return shared.join(path.sep) || path.sep;
}

/** ONNX wants forward slashes, relative to the root. */
export function relativeWeightPath(root: string, file: string): string {
  return path.relative(root, file).split(path.sep).join('/');
}
