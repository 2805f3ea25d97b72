/** The words around a question: one user turn rendered through the checkpoint's chat template. No tokens, no image sizes. */
import { EngineError } from '../errors.ts';
import type { Family } from '../families/family.ts';
import { renderJinja } from './bounded-jinja.ts';
import type { SpecialTokens } from './tokenizer-source.ts';

export interface ChatTemplate {
  readonly source: string;
  /** What the user should know about the choice, or undefined for the checkpoint's own template. */
  readonly note: string | undefined;
}

/**
 * @param name the model's, for sentences
 * @throws EngineError `bad-checkpoint` where neither the checkpoint nor its family says how a question is put
 */
export function chooseChatTemplate(
  template: string | undefined,
  family: Pick<Family, 'name' | 'template'>,
  name: string,
): ChatTemplate {
  if (template !== undefined) return { source: template, note: undefined };
  if (family.template === undefined) {
    throw new EngineError(
      'bad-checkpoint',
      `${name} has no chat template (chat_template.jinja or chat_template.json), and the family ${family.name} has no common one`,
      { remedy: `add the file from the checkpoint's page` },
    );
  }
  const { source, inWords } = family.template;
  const note = `${name} has no chat template; the common form of the family ${family.name} is used: ${inWords ?? ''}.`;
  return { source, note: inWords === undefined ? undefined : note };
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
    throw new EngineError('bad-checkpoint', 'The chat template of the checkpoint cannot be rendered', {
      remedy: 'download the checkpoint again or replace its chat_template file',
      detail: error instanceof Error ? error.message : String(error),
      cause: error,
    });
  }
}
