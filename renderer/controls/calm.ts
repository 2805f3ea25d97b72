/** Whether as little as can be is to move: by the system's wish, or by the user's of this application. */
export function calm(): boolean {
  return (
    document.documentElement.dataset['motion'] === 'reduced' ||
    matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}
