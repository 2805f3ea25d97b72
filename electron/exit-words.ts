/** Says in a sentence why a process ended. Pure. */

/** What Electron tells about the end of a process. `reason` is that of `child-process-gone`, where it came. */
export interface Ending {
  readonly code: number;
  readonly reason?: string;
  /** The system says that it has ended a process for want of memory meanwhile. */
  readonly forMemory?: boolean;
}

const signals: Readonly<Record<number, string>> = {
  4: 'SIGILL, an instruction that this processor does not have',
  6: 'SIGABRT, a failed check in native code',
  7: 'SIGBUS, a file that vanished or shrank while it was in use',
  8: 'SIGFPE, an arithmetic fault',
  9: 'SIGKILL',
  11: 'SIGSEGV, a memory fault',
  15: 'SIGTERM',
};

const windowsCodes: Readonly<Record<number, string>> = {
  0xc0000005: 'an access violation',
  0xc000001d: 'an instruction that this processor does not have',
  0xc0000017: 'too little memory',
  0xc00000fd: 'a stack overflow',
  0xc0000409: 'a failed check in native code',
};

/** A sentence that can stand alone: "The engine ...". */
export function exitInWords({ code, reason, forMemory }: Ending, platform: NodeJS.Platform): string {
  switch (reason) {
    case 'oom':
    case 'memory-eviction':
      return 'The engine ran out of memory.';
    case 'launch-failed':
      return 'The engine process could not be started.';
    case 'integrity-failure':
      return 'The engine process was refused because its files were changed.';
    case 'clean-exit':
      return 'The engine process ended by itself.';
    case 'killed':
      if (forMemory === true && code === 9)
        return 'The engine ran out of memory, and the system ended it (SIGKILL).';
      return `The engine process was ended from outside${bracket(signals[code])}; the usual reason is too little memory.`;
    case 'crashed':
      return `The engine crashed in native code${bracket(faultOf(code, platform))}.`;
    default:
      return code === 0
        ? 'The engine process ended by itself.'
        : `The engine process ended with exit code ${code}${bracket(faultOf(code, platform))}.`;
  }
}

/** Somebody has killed it, the system for want of memory among them. One that ended over what it did says so by another signal or by a code. */
export function wasKilled({ reason }: Ending): boolean {
  return reason === 'killed' || reason === 'oom' || reason === 'memory-eviction';
}

/** The same of the page's process. "The window's page ..." */
export function pageEndInWords(reason: string): string {
  switch (reason) {
    case 'oom':
    case 'memory-eviction':
      return "The window's page ran out of memory.";
    case 'killed':
      return "The window's page was ended from outside; the usual reason is too little memory.";
    case 'crashed':
      return "The window's page crashed.";
    default:
      return "The window's page ended.";
  }
}

function faultOf(code: number, platform: NodeJS.Platform): string | undefined {
  return platform === 'win32' ? windowsCodes[code >>> 0] : code > 1 ? signals[code] : undefined;
}

function bracket(words: string | undefined): string {
  return words === undefined ? '' : ` (${words})`;
}
