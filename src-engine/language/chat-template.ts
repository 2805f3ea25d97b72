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

/** What stands before the question. */
export interface VisualTurn {
  readonly images: number; // or 1 for a video
  readonly visual?: 'image' | 'video';
  /** As it stands in the rendered prompt: '<image>'. */
  readonly token: string;
}

/**
 * How a template takes a turn: as a list of parts, or as one text with the tokens written into it, which is all that templates made
 * for text alone know.
 */
export type ContentForm = 'parts' | 'text';

function content(
  form: ContentForm,
  { images, visual = 'image', token }: VisualTurn,
  question: string,
): unknown {
  if (form === 'text') return `${`${token}\n`.repeat(images)}${question}`;
  return [...Array.from({ length: images }, () => ({ type: visual })), { type: 'text', text: question }];
}

/** The first form in which a harmless question gets all its pictures; 'parts' where neither does. Throws nothing. */
export function contentForm(template: ChatTemplate, turn: VisualTurn, special: SpecialTokens): ContentForm {
  const places = (form: ContentForm): number => {
    try {
      return renderChat(template, turn, 'a', special, form).split(turn.token).length - 1;
    } catch {
      return 0;
    }
  };
  const forms = ['parts', 'text'] as const;
  return forms.find((form) => places(form) === turn.images) ?? 'parts';
}

/** One user turn with its pictures or its video before the question, and the opening of the assistant's turn. Throws `bad-checkpoint`. */
export function renderChat(
  template: ChatTemplate,
  turn: VisualTurn,
  question: string,
  special: SpecialTokens,
  form: ContentForm = 'parts',
): string {
  try {
    return renderJinja(template.source, {
      messages: [{ role: 'user', content: content(form, turn, question) }],
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
