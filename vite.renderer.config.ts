/** The window's page: renderer/ -> dist/renderer. Served by electron/app-protocol.ts, never from the network. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { recordBundledPackages } from './packaging/bundled-packages.ts';

export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react(), recordBundledPackages(import.meta.dirname, 'renderer')],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the content security policy allows no data: scripts or fonts
    chunkSizeWarningLimit: 1500, // read from disk
  },
});
