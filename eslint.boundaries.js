/**
 * The rule of the house as lint: arrows point one way. These tables allow what the sources do and nothing else: tests/lint/ compares
 * both, and docs/architecture.md with them.
 */
import boundaries from 'eslint-plugin-boundaries';

/** What each category of files may import, beside itself, `seam` and packages. */
export const arrows = {
  // The engine's folders, from the lowest. Below files/ and merging/ there is nothing.
  merging: [], // not even types, not even seam
  runtime: ['files'],
  judging: [],
  report: [],
  drawing: ['report'],
  counts: [],
  files: [],
  database: ['files'],
  reduction: ['merging'],
  overlay: ['merging'],
  families: ['files'],
  vision: ['files'],
  language: ['files'],
  calibration: ['merging', 'files'],
  bundled: ['merging', 'files', 'reduction'],
  checkpoint: ['files', 'families'],
  figure: ['merging', 'reduction', 'overlay', 'report', 'drawing', 'files'],
  graph: ['checkpoint'],
  connectors: ['graph', 'merging'],
  inference: [
    'merging',
    'reduction',
    'runtime',
    'files',
    'checkpoint',
    'vision',
    'language',
    'graph',
    'connectors',
    'calibration',
  ],
  evaluation: ['reduction', 'judging', 'files', 'checkpoint', 'language', 'inference', 'calibration'],
  collection: ['checkpoint', 'connectors', 'counts', 'files', 'inference', 'merging', 'reduction', 'vision'],
  hub: ['connectors', 'files', 'checkpoint', 'inference'],
  jobs: ['collection', 'files', 'inference', 'evaluation', 'hub', 'remote', 'sweep'],
  bench: [
    'bundled',
    'checkpoint',
    'connectors',
    'families',
    'files',
    'graph',
    'inference',
    'merging',
    'reduction',
    'report',
    'runtime',
    'vision',
  ],
  sweep: ['reduction', 'report'],
  'session-file': ['files', 'reduction', 'overlay'],
  remote: ['reduction', 'files'],
  sharing: ['files', 'reduction', 'remote'],
  queue: ['files', 'sharing'],
  // Around them.
  interface: [],
  host: ['remote'],
  engine: [
    'files',
    'runtime',
    'vision',
    'report',
    'bundled',
    'checkpoint',
    'hub',
    'inference',
    'evaluation',
    'bench',
    'remote',
    'host',
    'database',
    'collection',
    'jobs',
    'queue',
  ],
  cli: [
    'files',
    'counts',
    'reduction',
    'judging',
    'report',
    'overlay',
    'bundled',
    'drawing',
    'figure',
    'evaluation',
    'sharing',
    'queue',
    'sweep',
    'engine',
    'serve',
  ],
  wire: [],
  bridge: [],
  common: [],
  hosting: ['files', 'session-file', 'bridge', 'common'],
  shell: [
    'files',
    'bundled',
    'hub',
    'session-file',
    'remote',
    'engine',
    'host',
    'bridge',
    'common',
    'hosting',
    'cli',
  ],
  serving: ['session-file', 'bridge'],
  serve: ['files', 'bundled', 'session-file', 'remote', 'host', 'wire', 'hosting', 'serving'],
  renderer: [
    'merging',
    'reduction',
    'overlay',
    'judging',
    'report',
    'drawing',
    'figure',
    'counts',
    'sweep',
    'session-file',
    'remote',
    'wire',
    'common',
    'serving',
  ],
};

/** What they import types from beyond that. */
export const typeArrows = {
  interface: ['merging', 'reduction'],
  vision: ['families'],
  language: ['families', 'checkpoint'],
  calibration: ['families'],
  bundled: ['judging'],
  graph: ['files', 'families'],
  collection: ['database', 'families'],
  jobs: ['database'],
  bench: ['language'],
  connectors: ['families'],
  hub: ['runtime'],
  inference: ['families'],
  wire: ['remote'],
  bridge: ['bundled', 'session-file', 'remote'],
  common: ['bridge'],
  serve: ['engine', 'bridge'],
  renderer: ['bundled', 'bridge'],
};

/** What the window's folders may import of each other, from the lowest; of the engine each may have what `renderer` has. No feature sees another. */
export const windowArrows = {
  styles: [],
  host: [],
  controls: [],
  charts: [],
  overlay: [],
  state: ['overlay'],
  words: ['charts', 'overlay', 'state'],
  session: ['overlay', 'state', 'words'],
  commands: ['charts', 'session', 'words', 'state'],
  app: ['controls', 'state', 'session', 'words', 'commands'],
  'features/collection': ['controls', 'charts', 'state', 'session', 'words', 'commands', 'app'],
  'features/evaluate': ['controls', 'charts', 'state', 'words', 'commands', 'app'],
  'features/explore': ['controls', 'charts', 'overlay', 'state', 'words', 'commands', 'app'],
  'features/models': ['controls', 'charts', 'state', 'words', 'commands', 'app'],
  frame: [
    'controls',
    'state',
    'session',
    'words',
    'commands',
    'app',
    'features/collection',
    'features/evaluate',
    'features/explore',
    'features/models',
  ],
  start: ['styles', 'host', 'state', 'session', 'commands', 'app', 'frame'],
};

/** Of electron/: what window and host say to each other, what both use, and what every host does alike. None of it knows Electron. */
export const electronFree = {
  bridge: ['bridge', 'hub-state', 'menu-schema', 'settings-schema', 'update-state'],
  common: ['image-names', 'subscriptions'],
  hosting: [
    ...['app-protocol', 'engine-supervisor', 'exit-words', 'image-files', 'known-models', 'licence'],
    ...['lost-device', 'session-files', 'session-pictures', 'settings', 'settings-migrations'],
  ],
};

/** Every file is in one category. Paths from the root. */
const around = new Set([
  ...[
    'interface',
    'host',
    'engine',
    'cli',
    'bridge',
    'common',
    'hosting',
    'shell',
    'serving',
    'serve',
    'renderer',
  ],
]);
const folders = Object.keys(arrows).filter((name) => !around.has(name));
const categories = {
  errors: 'src-engine/{errors,remedy}.ts',
  interface:
    'src-engine/{engine,engine-answers,engine-pictures,engine-reports,engine-bench,engine-calibration,engine-hub,engine-jobs,engine-model,engine-sharing,engine-sweep}.ts',
  engine:
    'src-engine/!(errors|remedy|engine|engine-answers|engine-pictures|engine-reports|engine-bench|engine-calibration|engine-hub|engine-jobs|engine-model|engine-sharing|engine-sweep).ts', // create-engine.ts, index.ts
  cli: 'src-engine/cli/**',
  ...Object.fromEntries(folders.map((name) => [name, `src-engine/${name}/**`])),
  remote: 'src-engine/remote/!(host).ts',
  host: 'src-engine/remote/host.ts',
  ...Object.fromEntries(
    Object.entries(electronFree).map(([name, files]) => [name, `electron/{${files.join(',')}}.ts`]),
  ),
  shell: `electron/{!(${Object.values(electronFree).flat().join('|')}).ts,{preload,updates}/**}`,
  serving: 'serve/protocol.ts',
  serve: 'serve/!(protocol).ts',
  ...Object.fromEntries(
    Object.keys(windowArrows).map((name) => [
      `window-${name}`,
      name === 'start' ? 'renderer/*' : `renderer/${name}/**`, // main.tsx and what stands beside it
    ]),
  ),
};

/** What every category but merging may import: the one error class and the engine's interface. */
export const seam = ['errors', 'interface'];

const allow = (from, to, kind) => ({
  from: { file: { categories: from } },
  allow: {
    to: { file: { categories: { anyOf: to } } },
    ...(kind === undefined ? {} : { dependency: { kind } }),
  },
});

const engineAndShell = Object.keys(arrows).filter((name) => name !== 'renderer');

/** By category what its files may import; whatever is not allowed here is an error. */
const policies = {
  errors: [allow('errors', ['errors'])],
  ...Object.fromEntries(
    engineAndShell.map((name) => [
      name,
      [
        allow(name, [name, ...(name === 'merging' ? [] : seam), ...arrows[name]]),
        ...(name in typeArrows ? [allow(name, typeArrows[name], 'type')] : []),
      ],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(windowArrows).map(([name, below]) => {
      const window = `window-${name}`;
      const others = below.map((lower) => `window-${lower}`);
      return [
        window,
        [
          allow(window, [window, ...others, ...seam, ...arrows.renderer]),
          allow(window, typeArrows.renderer, 'type'),
        ],
      ];
    }),
  ),
};

const dependencies = (allowed) => ({
  plugins: { boundaries },
  rules: { 'boundaries/dependencies': ['error', { default: 'disallow', policies: allowed }] },
});

/** `no-restricted-imports` for packages, by folder. A later entry replaces an earlier one for the files they share. */
const ban = (...groups) => ['error', { patterns: groups }];
const ui = {
  regex: '^(electron|react|react-dom|react-aria-components|zustand|d3-.*)(/|$)',
  message: 'The engine knows neither Electron nor the window.',
};
const runtime = { regex: '^onnxruntime-', message: 'src-engine/runtime is the only door to ONNX Runtime.' };
const node = {
  regex: '^(node:|electron$|onnxruntime-|sharp$)',
  message: 'The window is a sandbox: no Node, no Electron.',
};
const d3 = {
  regex: '^d3-',
  message: 'd3 lives in framework-free modules of overlay/, charts/ and stage/ (.ts); components use those.',
};
const anything = { regex: '^[^.]', message: 'merging/ imports nothing: it is the paper as pure functions.' };

export default [
  {
    files: ['src-engine/**/*.ts', 'electron/**/*.ts', 'serve/**/*.ts', 'renderer/**/*.{ts,tsx}'],
    settings: {
      'import/resolver': { node: { extensions: ['.ts', '.tsx'] } },
      'boundaries/files': Object.entries(categories).map(([category, pattern]) => ({
        category,
        pattern,
        partialMatch: false,
      })),
      'boundaries/root-path': import.meta.dirname,
    },
    ...dependencies([]), // a file of no category imports nothing
  },
  // A category each: the rule compares every import with every policy that it is given.
  ...Object.entries(policies).map(([category, allowed]) => ({
    files: [['**/*.{ts,tsx}', categories[category]]], // both
    ...dependencies(allowed),
  })),
  { files: ['src-engine/**/*.ts'], rules: { 'no-restricted-imports': ban(ui, runtime) } },
  { files: ['src-engine/runtime/**/*.ts'], rules: { 'no-restricted-imports': ban(ui) } },
  {
    files: ['src-engine/{report,drawing}/**/*.ts'],
    rules: { 'no-restricted-imports': ban(ui, runtime, node) },
  },
  { files: ['src-engine/merging/**/*.ts'], rules: { 'no-restricted-imports': ban(anything) } },
  { files: ['serve/**/*.ts'], rules: { 'no-restricted-imports': ban(ui, runtime, d3) } },
  { files: ['electron/**/*.ts'], rules: { 'no-restricted-imports': ban(runtime, d3) } },
  { files: ['renderer/**/*.{ts,tsx}'], rules: { 'no-restricted-imports': ban(node, d3) } },
  { files: ['renderer/**/{overlay,charts,stage}/**/*.ts'], rules: { 'no-restricted-imports': ban(node) } },
];
