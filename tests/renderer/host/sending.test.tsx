// @vitest-environment jsdom
import '../support/browser.ts';
import { fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { createSender, type Post, type Progress } from '../../../renderer/host/sending.ts';
import { SendingDialog } from '../../../renderer/host/SendingDialog.tsx';

interface Posted {
  readonly file: File;
  readonly signal: AbortSignal;
  readonly onSent: (bytes: number) => void;
  readonly done: (path: string) => void;
  readonly fail: (error: Error) => void;
}

function server() {
  const posted: Posted[] = [];
  const shown: (Progress | null)[] = [];
  const post: Post = (file, signal, onSent) =>
    new Promise((done, fail) => {
      signal.addEventListener('abort', () => fail(new Error('aborted')));
      posted.push({ file, signal, onSent, done, fail });
    });
  const sender = createSender(post, (progress) => shown.push(progress));
  return { sender, posted, shown, at: (index: number) => posted[index] ?? never() };
}

function never(): never {
  throw new Error('Nobody has sent that.');
}

const file = (name: string, bytes = 10) => new File([new Uint8Array(bytes)], name);
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('files that are sent', () => {
  it('go two at a time, in their order, and tell how far all of them are', async () => {
    const { sender, posted, shown, at } = server();
    const paths = ['a.png', 'b.png', 'c.png'].map((name) => sender.send(file(name)));
    await settled();
    expect(posted.map((each) => each.file.name)).toEqual(['a.png', 'b.png']);
    at(0).onSent(4);
    expect(shown.at(-1)).toEqual({ name: 'a.png', done: 0, files: 3, sent: 4, bytes: 30 });
    at(0).done('/a');
    await settled();
    expect(shown.at(-1)).toEqual({ name: 'c.png', done: 1, files: 3, sent: 10, bytes: 30 });
    at(1).done('/b');
    at(2).done('/c');
    expect(await Promise.all(paths)).toEqual(['/a', '/b', '/c']);
    expect(shown.at(-1)).toBeNull();
  });

  it('begin to count anew when all are there', async () => {
    const { sender, shown, at } = server();
    const first = sender.send(file('a.png'));
    await settled();
    at(0).done('/a');
    await first;
    void sender.send(file('b.png', 5));
    await settled();
    expect(shown.at(-1)).toEqual({ name: 'b.png', done: 0, files: 1, sent: 0, bytes: 5 });
  });

  it('are stopped together, those that wait too, and can be sent again', async () => {
    const { sender, posted, shown, at } = server();
    const sent = Promise.allSettled(['a.png', 'b.png', 'c.png'].map((name) => sender.send(file(name))));
    await settled();
    sender.stop();
    expect((await sent).map((each) => each.status === 'rejected' && String(each.reason))).toEqual(
      ['a.png', 'b.png', 'c.png'].map((name) => `Error: ${name} was not sent, because you stopped it.`),
    );
    expect(posted).toHaveLength(2);
    expect(shown.at(-1)).toBeNull();
    const again = sender.send(file('a.png'));
    await settled();
    at(2).done('/a');
    expect(await again).toBe('/a');
  });

  it('fail one by one: the others go on', async () => {
    const { sender, at } = server();
    const [bad, good] = [sender.send(file('bad.png')), sender.send(file('good.png'))];
    await settled();
    at(0).fail(new Error('There is no more room on the server for bad.png.'));
    at(1).done('/good');
    await expect(bad).rejects.toThrow('There is no more room');
    expect(await good).toBe('/good');
  });

  it('are not begun where the server would not take them', async () => {
    const { sender, posted } = server();
    const large = file('large.png');
    Object.defineProperty(large, 'size', { value: 64 * 1_048_576 + 1 });
    await expect(sender.send(large)).rejects.toThrow(
      'large.png is larger than 64 MB; make it smaller, or put it into a folder that the server offers.',
    );
    expect(posted).toEqual([]);
  });
});

it('the dialog names the file, says how much is there, and stops by its button and by Escape', () => {
  const stop = vi.fn();
  const progress = { name: 'b.png', done: 1, files: 3, sent: 1_572_864, bytes: 6_291_456 };
  render(<SendingDialog progress={progress} stop={stop} />);
  screen.getByText('b.png (2 of 3)');
  screen.getByText('1.5 of 6.0 MB');
  expect(screen.getByRole<HTMLProgressElement>('progressbar', { name: 'Sent' }).value).toBe(0.25);
  fireEvent.click(screen.getByRole('button', { name: 'Stop sending' }));
  fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
  expect(stop).toHaveBeenCalledTimes(2);
});
