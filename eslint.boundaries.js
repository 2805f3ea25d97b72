/**
 * The rule of the house as lint: arrows point one way,
 * renderer -> remote -> engine -> graph, calibration, checkpoint -> families -> merging, files, runtime. Tables; what they forbid is tested in tests/lint/.
 */
import boundaries from 'eslint-plugin-boundaries';

/** What each folder of the engine may import, beside itself, `seam` and packages. Types may come from any folder of the engine. */
const arrows = {
  merging: [],
  reduction: ['merging'],
  runtime: [],
  files: [],
  families: ['files'],
  checkpoint: ['files', 'families'],
  vision: ['files'],
  language: ['files'],
  graph: ['merging', 'checkpoint'],
  overlay: ['merging'],
  figure: ['merging', 'reduction', 'overlay', 'files'],
  calibration: ['merging', 'files'],
  inference: [
    'merging',
    'reduction',
    'runtime',
    'files',
    'checkpoint',
    'vision',
    'language',
    'graph',
    'calibration',
  ],
  judging: [],
  evaluation: ['reduction', 'judging', 'files', 'checkpoint', 'language', 'inference', 'calibration'],
  bundled: ['reduction'], // what ships with the program: shelf, first start, where assets lie
  remote: ['reduction'],
  report: [],
};

const folders = Object.keys(arrows);

/** Every file is in one category. Paths from the root. */
const categories = {
  errors: 'src-engine/{errors,remedy}.ts',
  interface: 'src-engine/engine.ts',
  engine: 'src-engine/!(errors|remedy|engine).ts', // create-engine.ts, index.ts and their like
  cli: 'src-engine/cli/**',
  ...Object.fromEntries(folders.map((name) => [name, `src-engine/${name}/**`])),
  remote: 'src-engine/remote/!(host).ts',
  host: 'src-engine/remote/host.ts',
  bridge: 'electron/{bridge,menu-schema,settings-schema}.ts',
  shell: 'electron/{!(bridge|menu-schema|settings-schema).ts,preload/**}',
  renderer: 'renderer/**',
};

const seam = ['errors', 'interface'];
const values = (from, to) => ({
  from: { file: { categories: from } },
  allow: { to: { file: { categories: { anyOf: to } } } },
});
const types = (from, to) => ({
  from: { file: { categories: from } },
  allow: { to: { file: { categories: { anyOf: to } } }, dependency: { kind: 'type' } },
});

/** Whatever is not allowed here is an error. */
const policies = [
  values('merging', ['merging']), // not even types
  ...folders
    .filter((name) => name !== 'merging')
    .flatMap((name) => [
      values(name, [name, ...seam, ...arrows[name]]),
      types(name, [...folders, ...seam, 'engine']),
    ]),
  values('errors', ['errors']),
  types('interface', ['errors', ...folders]),
  values('host', ['remote', ...seam]),
  values('engine', [...folders, ...seam, 'engine', 'host']),
  values('cli', [...folders, ...seam, 'engine', 'cli']),
  values('bridge', ['bridge']),
  types('bridge', [...seam, 'bundled', 'engine', 'remote']),
  values('shell', ['shell', 'bridge', 'engine', ...seam, 'bundled', 'files', 'remote', 'host']),
  values('renderer', [
    'renderer',
    'merging',
    'overlay',
    'reduction',
    'report',
    'judging',
    'remote',
    'errors',
  ]),
  types('renderer', ['engine', 'interface', 'bridge', ...folders]),
];

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
    files: ['src-engine/**/*.ts', 'electron/**/*.ts', 'renderer/**/*.{ts,tsx}'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { node: { extensions: ['.ts', '.tsx'] } },
      'boundaries/files': Object.entries(categories).map(([category, pattern]) => ({
        category,
        pattern,
        partialMatch: false,
      })),
      'boundaries/root-path': import.meta.dirname,
    },
    rules: { 'boundaries/dependencies': ['error', { default: 'disallow', policies }] },
  },
  { files: ['src-engine/**/*.ts'], rules: { 'no-restricted-imports': ban(ui, runtime) } },
  { files: ['src-engine/runtime/**/*.ts'], rules: { 'no-restricted-imports': ban(ui) } },
  { files: ['src-engine/report/**/*.ts'], rules: { 'no-restricted-imports': ban(ui, runtime, node) } },
  { files: ['src-engine/merging/**/*.ts'], rules: { 'no-restricted-imports': ban(anything) } },
  { files: ['electron/**/*.ts'], rules: { 'no-restricted-imports': ban(runtime, d3) } },
  { files: ['renderer/**/*.{ts,tsx}'], rules: { 'no-restricted-imports': ban(node, d3) } },
  { files: ['renderer/**/{overlay,charts,stage}/**/*.ts'], rules: { 'no-restricted-imports': ban(node) } },
];
