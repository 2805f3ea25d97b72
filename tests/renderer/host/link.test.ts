// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineStatus } from '../../../electron/bridge.ts';
import { openLink, type Link } from '../../../renderer/host/link.ts';
import { closings, type Told } from '../../../serve/protocol.ts';
import { flowPort } from '../../../src-engine/wire/flow.ts';

/** A socket whose other end is the test. */
class FakeSocket extends EventTarget {
  static opened: FakeSocket[] = [];
  binaryType = '';
  readyState = 1;
  readonly url: URL;
  readonly #far = flowPort({
    send: (frame) => this.dispatchEvent(new MessageEvent('message', { data: frame.buffer })),
    close: () => undefined,
  });

  constructor(url: URL) {
    super();
    this.url = url;
    FakeSocket.opened.push(this);
  }

  send(frame: Uint8Array): void {
    this.#far.receive(frame);
  }

  close(): void {
    this.end(1005);
  }

  tell(told: Told): void {
    this.#far.port.postMessage(told);
  }

  end(code: number): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
}

const shells = () => FakeSocket.opened.filter(({ url }) => url.pathname.endsWith('/shell'));
const engines = () => FakeSocket.opened.filter(({ url }) => url.pathname.endsWith('/engine'));
const last = (sockets: readonly FakeSocket[]): FakeSocket => {
  const socket = sockets.at(-1);
  if (socket === undefined) throw new Error('Nothing was opened.');
  return socket;
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  FakeSocket.opened = [];
  sessionStorage.clear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function connected(): Promise<{ link: Link; statuses: EngineStatus[] }> {
  const opening = openLink();
  last(shells()).tell({ kind: 'tab', tab: 'tab-1', folders: true });
  const link = await opening;
  const statuses: EngineStatus[] = [];
  link.onStatus((status) => statuses.push(status));
  return { link, statuses };
}

describe('a connection that is lost', () => {
  it('is said, and made again as the same tab: soon at first, then every ten seconds', async () => {
    const { statuses } = await connected();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      last(shells()).end(1006);
      const before = shells().length;
      let waited = 0;
      while (shells().length === before) {
        await vi.advanceTimersByTimeAsync(100);
        waited += 100;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
    expect(last(shells()).url.searchParams.get('tab')).toBe('tab-1');
    expect(statuses.at(-1)).toEqual({
      ...{ kind: 'restarting', how: 'reached' },
      cause: 'The connection to the server was lost.',
    });
    last(shells()).tell({ kind: 'tab', tab: 'tab-1', folders: true });
    last(shells()).tell({ kind: 'status', status: { kind: 'ready' } });
    expect(statuses.at(-1)).toEqual({ kind: 'ready' });
    last(shells()).end(1006);
    await vi.advanceTimersByTimeAsync(500); // it was there: soon again
    expect(shells()).toHaveLength(9);
  });

  it('ends what was asked for with a sentence, at once also what is asked meanwhile', async () => {
    const { link } = await connected();
    const asked = link.ask('app:about');
    last(shells()).end(1006);
    const sentence = 'The connection to the server was lost. Try it again when it is back.';
    await expect(asked).rejects.toThrow(sentence);
    await expect(link.ask('app:about')).rejects.toThrow(sentence);
  });

  it.each([
    [closings.serverEnds, /^The server was ended; start dymu serve again/u],
    [closings.stranger, /does not know this browser any more; open a new address/u],
    [closings.full, /^As many windows are open as this server takes/u],
  ])('is not made again where the server says why (%i), also to what is asked', async (code, words) => {
    const { link, statuses } = await connected();
    const asked = link.ask('app:about');
    last(shells()).end(code);
    await expect(asked).rejects.toThrow(words);
    await expect(link.ask('engine:restart')).rejects.toThrow(words);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(shells()).toHaveLength(1);
    expect(statuses.at(-1)).toEqual({ kind: 'gone', cause: expect.stringMatching(words) as unknown });
  });

  it('of the engine alone is made again to the same engine, and to the next one where it has ended', async () => {
    await connected();
    last(shells()).tell({ kind: 'engine', number: 1 });
    last(engines()).end(1006);
    await vi.advanceTimersByTimeAsync(500);
    expect(engines().map(({ url }) => url.searchParams.get('number'))).toEqual(['1', '1']);
    last(shells()).tell({
      kind: 'status',
      status: { kind: 'restarting', cause: 'It has ended.', how: 'started' },
    });
    last(engines()).end(closings.engineEnded);
    await vi.advanceTimersByTimeAsync(5000);
    expect(engines()).toHaveLength(2);
    last(shells()).tell({ kind: 'engine', number: 2 });
    expect(last(engines()).url.searchParams.get('number')).toBe('2');
  });
});
