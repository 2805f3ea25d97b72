import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { renderJinja } from '../../../src-engine/language/bounded-jinja.ts';
import { JinjaError, JinjaUnsupported } from '../../../src-engine/language/jinja/errors.ts';

const variables = z.record(z.string(), z.unknown());
const corpus = z
  .object({
    now: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]),
    variables,
    templates: z.record(z.string(), z.string()),
    chats: z.record(z.string(), variables),
    cases: z.array(
      z.object({
        group: z.string(),
        source: z.string().optional(),
        template: z.string().optional(),
        chat: z.string().optional(),
        text: z.string().optional(), // what Jinja2 rendered
        error: z.string().optional(), // or what it raised
      }),
    ),
  })
  .parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/language/templates.json'), 'utf8')),
  );

const [year, month, ...rest] = corpus.now;
const now = new Date(year, month - 1, ...rest);

function rendered(source: string, given: Readonly<Record<string, unknown>>): string | Error {
  try {
    return renderJinja(source, given, { now }).text;
  } catch (error) {
    if (error instanceof JinjaError) return error;
    throw error;
  }
}

const outcomes = corpus.cases.map((one) => {
  const source = one.source ?? corpus.templates[one.template ?? ''] ?? '';
  const ours = rendered(source, corpus.chats[one.chat ?? ''] ?? corpus.variables);
  return { ...one, source: one.template ?? source, ours };
});

// Values of Jinja2 3.1.6 under the settings of transformers 5.24.0 (tools/golden/template_cases.py).
describe('the evaluator of chat templates', () => {
  for (const group of new Set(outcomes.map((one) => one.group))) {
    const all = outcomes.filter((one) => one.group === group);
    it(`renders ${group} as Jinja2 does, or refuses by name`, () => {
      for (const { source, chat, text, ours } of all) {
        if (text === undefined || ours instanceof JinjaUnsupported) continue;
        expect({ source, chat, text: ours }).toEqual({ source, chat, text });
      }
    });
    it(`ends early in ${group} wherever Jinja2 does`, () => {
      for (const { source, chat, error, ours } of all) {
        if (error === undefined) continue;
        expect({ source, chat, error, early: ours instanceof JinjaError }).toEqual({
          source,
          chat,
          error,
          early: true,
        });
      }
    });
  }

  it('refuses only what prints an address in memory or a chance', () => {
    const refused = outcomes.filter(
      ({ text, ours }) => text !== undefined && ours instanceof JinjaUnsupported,
    );
    expect(refused.map(({ ours }) => String(ours)).sort()).toEqual(
      [
        ...Array.from({ length: 4 }, () => 'Error: a function as text is not rendered here'),
        ...Array.from({ length: 2 }, () => 'Error: a generator as text is not rendered here'),
        "Error: the filter 'random' is not rendered here",
      ].sort(),
    );
  });

  it('holds every construct that chat templates use', () => {
    expect(outcomes.length).toBeGreaterThan(450);
  });
});
