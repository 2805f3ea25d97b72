/** Which files of a package the program reads while it runs: no types, sources, maps, words or tests of others. */
import type { Target } from '../target.ts';

/** Files that only developers read. Licences, and the notice of libvips' parts in its README, stay. */
const unread =
  /\.(?:d\.[cm]?ts|[cm]?ts|tsx|map|flow|md|markdown|tsbuildinfo|cc|cpp|c|h|hpp|gyp|gypi|yml|yaml|lock|proto|el)$/iu;
const licence = /(?:^|\/)(?:licen[cs]e|copying|notice|third[-_ ]?party)[^/]*$/iu;
const unreadFolders =
  /(?:^|\/)(?:tests?|__tests__|docs?|examples?|bench(?:marks?)?|coverage|\.github|install|script)\//u;
const unreadNames = /(?:^|\/)(?:\.[^/]*|tsconfig[^/]*\.json|package-lock\.json|rollup\.config\.[cm]?js)$/u;

/** Builds for other ways of loading, beside the one that Node takes where the program names the package. */
const otherBuilds: Readonly<Record<string, RegExp>> = {
  'node_modules/@bufbuild/protobuf': /^dist\/cjs\//u,
  'node_modules/bullmq': /^dist\/esm\//u, // its package.json knows only the other
  'node_modules/@huggingface/tokenizers': /\.cjs$/u,
  'node_modules/diff': /^(?:dist|libcjs)\//u,
  'node_modules/lru-cache': /^dist\/(?:commonjs|esm\/(?:browser|react-native))\//u,
  'node_modules/luxon': /^(?:build\/(?:amd|cjs-browser|es6|global)|src)\//u, // it is required, by cron-parser
  'node_modules/zod': /\.cjs$/u,
};

/**
 * @param folder of the package: `node_modules/sharp`
 * @param file inside that folder, with `/`
 */
export function isKept(folder: string, file: string, target: Target): boolean {
  if (licence.test(file)) return true;
  if (folder.includes('sharp-libvips-') && file === 'README.md') return true;
  if (folder === 'node_modules/onnxruntime-node' && file.startsWith('bin/')) {
    return file.startsWith(`bin/napi-v6/${target.platform}/${target.arch}/`);
  }
  if (otherBuilds[folder]?.test(file) === true) return false;
  return !unread.test(file) && !unreadFolders.test(file) && !unreadNames.test(file);
}
