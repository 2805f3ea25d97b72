/** How a result of another computer is called wherever it stands. */

export function recordedWords(awaited: boolean): string {
  return awaited ? 'Recorded result; running on this computer …' : 'Recorded result, not from this computer';
}
