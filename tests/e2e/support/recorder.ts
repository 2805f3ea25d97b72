/** Records what all processes of a program say to the network: strace follows them and writes down the system calls that name an address. */
import { spawnSync } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Why it cannot be done here; undefined where it can. */
export function whyNoRecorder(): string | undefined {
  if (process.platform !== 'linux') return 'strace is of Linux';
  const { status } = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']);
  return status === 0 ? undefined : 'there is no strace that may follow processes';
}

/** A program that does as `program` does, recorded into `folder`. */
export async function recorded(program: string, folder: string): Promise<{ path: string; log: string }> {
  const path = join(folder, 'recorded.sh');
  const log = join(folder, 'calls.txt');
  const calls = 'trace=connect,sendto,sendmmsg';
  const text = `#!/bin/sh\nexec strace -f -qq --seccomp-bpf -e ${calls} -s 200 -o '${log}' '${program}' "$@"\n`;
  await writeFile(path, text);
  await chmod(path, 0o700);
  return { path, log };
}

export interface Attempt {
  readonly call: string;
  readonly address: string;
  readonly port: number;
}

/** Every address of the internet that a process turned to, each once; this machine's own only where `every` address is asked for. */
export async function attemptsIn(log: string, which: 'outside' | 'every' = 'outside'): Promise<Attempt[]> {
  const text = await readFile(log, 'utf8');
  const found = new Map<string, Attempt>();
  for (const line of text.split('\n')) {
    const call = /\b(connect|sendto|sendmmsg)\(/.exec(line)?.[1];
    const address = /inet_(?:addr\("|pton\(AF_INET6, ")([^"]+)"/.exec(line)?.[1];
    const port = /sin6?_port=htons\((\d+)\)/.exec(line)?.[1];
    if (call === undefined || address === undefined || port === undefined) continue;
    if (which === 'outside' && /^(?:127\.|::1$|::ffff:127\.)/.test(address)) continue;
    found.set(`${address} ${port}`, { call, address, port: Number(port) });
  }
  return [...found.values()];
}

/** Calls that were written down, of any kind: a recorder that follows nothing finds nothing. */
export async function callsIn(log: string): Promise<number> {
  return (await readFile(log, 'utf8')).split('\n').length - 1;
}
