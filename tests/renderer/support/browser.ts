/** The few things that jsdom leaves out, as far as the window needs them. Import for its effect, in jsdom tests only. */
import { configure } from '@testing-library/react';

configure({ asyncUtilTimeout: 50_000 }); // a shared machine; nothing here measures time

class NoResize implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

// Set once for all files of a process: a test that takes its own stubs back must leave these.
Object.assign(globalThis, {
  ResizeObserver: NoResize,
  CSS: { escape: (text: string) => text },
  matchMedia: (media: string) => ({
    matches: false,
    media,
    addEventListener: () => {},
    removeEventListener: () => {},
  }),
  createImageBitmap: () => Promise.resolve({ width: 4, height: 4, close: () => {} }),
  OffscreenCanvas: class {
    getContext(): null {
      return null;
    }
  },
});
HTMLCanvasElement.prototype.getContext = () => null;
Element.prototype.scrollIntoView = () => {};
URL.createObjectURL = () => 'blob:test';
URL.revokeObjectURL = () => {};
