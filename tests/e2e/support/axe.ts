/** What axe finds in a page that stands still. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const looks = 5;

/**
 * Chooses the nodes first and reads their colours a while later: a button that is disabled between the two has the contrast of none of
 * its states. So a look counts only if no control and no pane changed its state while axe looked.
 */
async function changesDuring(page: Page, work: () => Promise<void>): Promise<number> {
  const counted = await page.evaluateHandle(() => {
    const counter = { changes: 0 };
    new MutationObserver((records) => (counter.changes += records.length)).observe(document.body, {
      subtree: true,
      attributeFilter: ['disabled', 'data-disabled', 'aria-disabled', 'aria-busy'],
    });
    return counter;
  });
  await work();
  const changes = await counted.evaluate((counter) => counter.changes);
  await counted.dispose();
  return changes;
}

/** One line a fault: the rule, the element as it stands in the page, and what axe says of it. Empty where all is well. */
export async function violations(page: Page): Promise<string[]> {
  for (let look = 1; look <= looks; look++) {
    const found: string[] = [];
    const changes = await changesDuring(page, async () => {
      // Legacy mode: the other one opens a page of its own, which a window of Electron cannot.
      const result = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      for (const { id, nodes } of result.violations) {
        for (const { html, failureSummary } of nodes) found.push(`${id}: ${html} ${failureSummary ?? ''}`);
      }
    });
    if (changes === 0) return found;
  }
  throw new Error(`The page changed its controls in each of ${looks} looks: wait until nothing runs.`);
}
