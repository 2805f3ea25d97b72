/** Whether a process of this computer lives. */

/** @param pid of any user */
export function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM'; // somebody else's
  }
}
