/** The engine as a library and the command line: src-engine/ -> dist/engine. Packages stay packages. */
import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    ssr: true,
    outDir: 'dist/engine',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rolldownOptions: {
      input: {
        index: 'src-engine/index.ts',
        cli: 'src-engine/cli/main.ts',
        'prepare-worker': 'src-engine/collection/prepare-worker.ts',
      },
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: 'shared-[hash].js',
        banner: ({ name }) => (name === 'cli' ? '#!/usr/bin/env node' : ''),
      },
    },
  },
  ssr: { external: true },
});
