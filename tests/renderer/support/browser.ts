/** The few things that jsdom leaves out, as far as the window needs them. Import for its effect, in jsdom tests only. */
import { configure } from '@testing-library/react';
import { vi } from 'vitest';

configure({ asyncUtilTimeout: 50_000 }); // a shared machine; nothing here measures time

class NoResize implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

vi.stubGlobal('ResizeObserver', NoResize);
vi.stubGlobal('CSS', { escape: (text: string) => text });
vi.stubGlobal('matchMedia', (media: string) => ({
  matches: false,
  media,
  addEventListener: () => {},
  removeEventListener: () => {},
}));
vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 4, height: 4, close: () => {} }));
vi.stubGlobal(
  'OffscreenCanvas',
  class {
    getContext(): null {
      return null;
    }
  },
);
HTMLCanvasElement.prototype.getContext = () => null;
Element.prototype.scrollIntoView = () => {};
URL.createObjectURL = () => 'blob:test';
URL.revokeObjectURL = () => {};
