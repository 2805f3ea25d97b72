/** The main process and the engine process: ES modules in dist/electron. Packages stay packages. */
import { defineConfig } from 'vite';
import { recordBundledPackages } from './packaging/bundled-packages.ts';

/** electron-updater and everything it requires: they are bundled, for the command line, which shares package.json's dependencies, has no use for them. */
const updater =
  /^(?:electron-updater|builder-util-runtime|js-yaml|argparse|fs-extra|graceful-fs|jsonfile|universalify|lazy-val|lodash\.(?:isequal|escaperegexp)|semver|tiny-typed-emitter|sax|debug|ms)(?:\/|$)/;

export default defineConfig({
  plugins: [recordBundledPackages(import.meta.dirname, 'electron')],
  build: {
    ssr: true,
    outDir: 'dist/electron',
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      external: ['electron'],
      input: {
        start: 'electron/start.ts',
        'engine-process': 'electron/engine-process.ts',
        'prepare-worker': 'src-engine/collection/prepare-worker.ts',
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared-[hash].js' },
    },
  },
  ssr: { external: true, noExternal: [updater] },
});
