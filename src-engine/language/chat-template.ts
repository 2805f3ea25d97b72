/** The words around a question: one user turn rendered through the checkpoint's chat template. No tokens, no image sizes. */
import { EngineError } from '../errors.ts';
import { renderJinja } from './bounded-jinja.ts';
import type { SpecialTokens } from './tokenizer-source.ts';

/** Used where a checkpoint of the family carries no template of its own; said in the result's notes. */
const familyTemplates: Readonly<Record<string, string>> = {
  // The published prompt form of LLaVA-1.5.
  llava:
    "USER: {% for part in messages[0]['content'] %}{% if part['type'] == 'image' %}{{ '<image>\n' }}{% endif %}{% endfor %}{% for part in messages[0]['content'] %}{% if part['type'] == 'text' %}{{ part['text'] }}{% endif %}{% endfor %} ASSISTANT:",
};

export interface ChatTemplate {
  readonly source: string;
  /** What the user should know about the choice, or undefined for the checkpoint's own template. */
  readonly note: string | undefined;
}

/** Throws `bad-checkpoint` where neither the checkpoint nor its family says how a question is put. */
export function chooseChatTemplate(template: string | undefined, family: string, name: string): ChatTemplate {
  if (template !== undefined) return { source: template, note: undefined };
  const source = familyTemplates[family];
  if (source === undefined) {
    throw new EngineError(
      'bad-checkpoint',
      `${name} has no chat template (chat_template.jinja or chat_template.json), and the family ${family} has no common one; add the file from the checkpoint's page.`,
    );
  }
  return {
    source,
    note: `${name} has no chat template; the common form of the family ${family} is used: "USER: <image>", the question, "ASSISTANT:".`,
  };
}

/** One user turn with its pictures or its video before the question, and the opening of the assistant's turn. */
export function renderChat(
  template: ChatTemplate,
  turn: { readonly question: string; readonly images: number; readonly visual?: 'image' | 'video' },
  special: SpecialTokens,
): string {
  const content = [
    ...Array.from({ length: turn.images }, () => ({ type: turn.visual ?? 'image' })),
    { type: 'text', text: turn.question },
  ];
  try {
    return renderJinja(template.source, {
      messages: [{ role: 'user', content }],
      add_generation_prompt: true,
      tools: null,
      documents: null,
      bos_token: special.bos ?? '',
      eos_token: special.eos ?? '',
      pad_token: special.pad ?? '',
      unk_token: special.unk ?? '',
    });
  } catch (error) {
    throw new EngineError(
      'bad-checkpoint',
      'The chat template of the checkpoint cannot be rendered; download the checkpoint again or replace its chat_template file.',
      { detail: error instanceof Error ? error.message : String(error), cause: error },
    );
  }
}
