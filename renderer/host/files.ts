/** Files in a browser: chosen by its own dialog, sent to the server, handed over as downloads; pictures from the clipboard. */
import { z } from 'zod';
import { imageExtensions, isImageName } from '../../electron/image-names.ts';
import type { OpenedFolder, OpenedImage } from '../../electron/bridge.ts';
import { nameHeader, places } from '../../serve/protocol.ts';
import { createSender } from './sending.ts';
import { sendingDialog, tellUnsent } from './SendingDialog.tsx';

const uploadedSchema = z.object({ path: z.string() });

const sender = createSender(
  post,
  sendingDialog(() => sender.stop()),
);

/** Sends a file; its path on the server. Rejects with a sentence. */
export const upload = (file: File): Promise<string> => sender.send(file);

/** By the request that tells how far it is; `fetch` does not. */
function post(file: File, signal: AbortSignal, onSent: (bytes: number) => void): Promise<string> {
  const name = nameOf(file);
  const request = new XMLHttpRequest();
  request.open('POST', new URL(places.upload, document.baseURI));
  request.setRequestHeader(nameHeader, encodeURIComponent(name));
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.upload.addEventListener('progress', ({ loaded }) => onSent(loaded));
  signal.addEventListener('abort', () => request.abort());
  return new Promise((resolve, reject) => {
    const failed = `${name} could not be sent; try it again, or open a folder with “Open a folder of images”.`;
    request.addEventListener('load', () => {
      if (request.status !== 200)
        reject(new Error(request.responseText === '' ? failed : request.responseText));
      else resolve(uploadedSchema.parse(JSON.parse(request.responseText)).path);
    });
    for (const event of ['error', 'abort'] as const)
      request.addEventListener(event, () => reject(new Error(failed)));
    request.send(file);
  });
}

/** One that was pasted or dragged from another page may have a type and no ending. */
function nameOf({ name, type }: File): string {
  const plain = name === '' ? 'picture' : name;
  const [, ending] = /^image\/(\w+)/u.exec(type) ?? [];
  return ending === undefined || isImageName(plain) ? plain : `${plain}.${ending}`;
}

/** Those that could be sent. Rejects with the first sentence where none could. */
export async function uploadAll(files: readonly File[]): Promise<OpenedImage[]> {
  const sent = await Promise.allSettled(
    files.map(async (file) => ({ path: await upload(file), name: nameOf(file) })),
  );
  const opened = sent.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const refused = sent.flatMap((each) => (each.status === 'rejected' ? [sentenceOf(each.reason)] : []));
  const [first] = refused;
  if (first !== undefined && opened.length === 0) throw new Error(first);
  if (first !== undefined) tellUnsent(refused);
  return opened;
}

const sentenceOf = (reason: unknown): string => (reason instanceof Error ? reason.message : String(reason));

export const imagesAccepted = imageExtensions.map((ending) => `.${ending}`).join(',');

interface Choice {
  readonly accept?: string;
  readonly several?: boolean;
  readonly folder?: boolean;
}

/** The browser's dialog; empty when cancelled. */
export function pick({ accept = '', several = false, folder = false }: Choice): Promise<readonly File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  input.multiple = several;
  input.webkitdirectory = folder;
  input.hidden = true;
  document.body.append(input); // for tools that look for it
  return new Promise((resolve) => {
    const done = () => {
      input.remove();
      resolve([...(input.files ?? [])]);
    };
    input.addEventListener('change', done, { once: true });
    input.addEventListener('cancel', done, { once: true });
    input.click();
  });
}

/** What lies directly in a folder that was chosen, with its images sent to the server; null when cancelled, or where it is empty. */
export async function pickFolder(): Promise<OpenedFolder | null> {
  const files = await pick({ folder: true });
  const [first] = files;
  if (first === undefined) return null;
  const place = ({ webkitRelativePath }: File) => webkitRelativePath.split('/');
  const direct = files.filter((file) => place(file).length === 2);
  const below = files.filter((file) => place(file).length > 2).map((file) => place(file)[1] ?? '');
  const shown = direct.filter(({ name }) => !name.startsWith('.'));
  const byName = (a: string, b: string) => a.localeCompare(b, undefined, { numeric: true });
  const images = shown.filter(({ name }) => isImageName(name)).sort((a, b) => byName(a.name, b.name));
  return {
    folder: place(first)[0] ?? '',
    images: await uploadAll(images),
    hidden: direct
      .map(({ name }) => name)
      .filter((name) => name.startsWith('.'))
      .sort(byName),
    folders: [...new Set(below)].sort(byName),
    others: shown
      .map(({ name }) => name)
      .filter((name) => !isImageName(name))
      .sort(byName),
  };
}

/** Hands a file over to the browser, which keeps it where its user has said. Answers with its name. */
export function download(name: string, content: string | Uint8Array): string {
  const url = URL.createObjectURL(
    new Blob([typeof content === 'string' ? content : new Uint8Array(content)]),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // a large one is still being read
  return name;
}

/** The page hears a `paste` event with the picture on the clipboard. Rejects with a sentence where the browser does not give it. */
export async function pastePicture(): Promise<void> {
  const transfer = new DataTransfer();
  try {
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find((each) => each.startsWith('image/'));
      if (type === undefined) continue;
      transfer.items.add(new File([await item.getType(type)], 'pasted image.png', { type }));
    }
  } catch {
    throw new Error('This browser does not hand over the clipboard; press Ctrl V instead.');
  }
  if (transfer.files.length === 0) transfer.setData('text/plain', '');
  document.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }),
  );
}
