/** The main process and the engine process: ES modules in dist/electron. Packages stay packages. */
import { defineConfig } from 'vite';

export default defineConfig({
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
  ssr: { external: true },
});
