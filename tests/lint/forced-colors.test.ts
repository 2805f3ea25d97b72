/** What is chosen must be seen where the system paints the backgrounds: a state that a background says has a word in the rules of high contrast. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const styles = join(import.meta.dirname, '../../renderer/styles');
const state = /\.[\w-]+\[(?:aria-(?:current|selected|pressed)|data-(?:selected|focused))[^\]]*\]/gu;
/** What high contrast leaves of a rule. */
const lasting = /(?:^|;)\s*(?:border|outline|font-weight|text-decoration)(?:-style|-width)?:(?!\s*none)/u;

interface Rule {
  readonly selector: string;
  readonly body: string;
  readonly forced: boolean;
}

function rulesOf(css: string): Rule[] {
  const rules: Rule[] = [];
  const around: string[] = []; // at-rules that are open
  const plain = css.replaceAll(/\/\*[\s\S]*?\*\//gu, '');
  for (const [, selector, body, begin] of plain.matchAll(/([^{}]*)\{([^{}]*)\}|([^{}]*)\{|\}/gu)) {
    if (begin !== undefined) around.push(begin);
    else if (selector === undefined || body === undefined) around.pop();
    else rules.push({ selector, body, forced: around.some((each) => each.includes('forced-colors')) });
  }
  return rules;
}

it('no chosen, pressed or focused state is said by a background alone', () => {
  const rules = readdirSync(styles)
    .filter((name) => name.endsWith('.css'))
    .flatMap((name) => rulesOf(readFileSync(join(styles, name), 'utf8')));
  const known = new Set(
    rules.filter(({ forced }) => forced).flatMap(({ selector }) => selector.match(state) ?? []),
  );
  const wanted = rules
    .filter(({ forced, body }) => !forced && /background|box-shadow/u.test(body) && !lasting.test(body))
    .flatMap(({ selector }) => selector.match(state) ?? []);
  expect(wanted.length).toBeGreaterThan(5);
  expect(wanted.filter((each) => !known.has(each))).toEqual([]);
});
