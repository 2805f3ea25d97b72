/** Waits until a check passes, as long as a busy machine needs; the watchdog of the test is what ends it. */
import { vi } from 'vitest';

export async function eventually(check: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: 50_000, interval: 10 });
}
