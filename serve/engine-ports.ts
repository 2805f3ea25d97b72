/** Brings windows and the engine process together: a port for every socket, frames passed on both ways without looking into them. */
import type { ServedChild } from './engine-child.ts';

/** A socket of a window, as far as ports know it. */
export interface WindowSocket {
  readonly send: (bytes: Uint8Array) => void;
  /** No more is read from it until `resume`. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly close: () => void;
}

export interface WindowPort {
  readonly frame: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly closed: () => void;
}

export interface EnginePorts {
  /** From now on windows are connected to this process, which has the number. The sockets of the one before are closed. */
  readonly use: (child: ServedChild) => number;
  /** The process has ended. */
  readonly drop: () => void;
  /** Undefined where that process is not the present one any more. */
  readonly connect: (
    number: number,
    socket: WindowSocket,
    who: { readonly browser: string; readonly read: readonly string[]; readonly list: readonly string[] },
  ) => WindowPort | undefined;
  readonly grant: (browser: string, grant: string, path: string) => void;
  /** Of the process that is there. */
  readonly number: () => number | undefined;
}

export function createEnginePorts(): EnginePorts {
  let child: ServedChild | undefined;
  let number = 0;
  let last = 0;
  const sockets = new Map<number, WindowSocket>();

  function drop(): void {
    child = undefined;
    for (const socket of sockets.values()) socket.close();
    sockets.clear();
  }

  return {
    drop,
    use: (next) => {
      drop();
      child = next;
      number += 1;
      next.onPort((message) => {
        if (child !== next) return;
        const socket = sockets.get(message.port);
        if (message.kind === 'frame') socket?.send(message.bytes);
        else socket?.close();
      });
      return number;
    },
    connect: (asked, socket, { browser, read, list }) => {
      const mine = child;
      if (mine === undefined || asked !== number) return undefined;
      const port = ++last;
      sockets.set(port, socket);
      mine.tell({ kind: 'open', port, browser, read, list });
      return {
        frame: (bytes) => {
          if (mine.tell({ kind: 'frame', port, bytes }, socket.resume)) return;
          socket.pause();
        },
        closed: () => {
          sockets.delete(port);
          mine.tell({ kind: 'close', port });
        },
      };
    },
    grant: (browser, grant, path) => void child?.tell({ kind: 'grant', browser, grant, path }),
    number: () => (child === undefined ? undefined : number),
  };
}
