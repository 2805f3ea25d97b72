/** The words around a question: one user turn, and those before it, rendered through the checkpoint's chat template. No tokens, no image sizes. */
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { EngineError } from '../errors.ts';
import type { Family } from '../families/family.ts';
import type { ModelSpec } from '../families/spec.ts';
import { clip } from '../files/words.ts';
import { renderJinja, type RenderedTemplate } from './bounded-jinja.ts';
import type { Render } from './conversation.ts';
import { JinjaRaised, JinjaUnsupported } from './jinja/errors.ts';

export interface ChatTemplate {
  readonly source: string;
  /** What the user should know about the choice, or undefined for the checkpoint's own template. */
  readonly note: string | undefined;
}

/** What of a checkpoint says how a question is put. */
export type ChatSource = Pick<Checkpoint, 'chatTemplate' | 'commonForm'> & {
  readonly family: Pick<Checkpoint['family'], 'name' | 'template'>;
  readonly spec: Pick<Checkpoint['spec'], 'name'>;
};

/** @throws EngineError `bad-checkpoint` where neither the checkpoint nor its family says how a question is put */
export function chooseChatTemplate({ chatTemplate, commonForm, family, spec }: ChatSource): ChatTemplate {
  if (chatTemplate !== undefined) return { source: chatTemplate, note: undefined };
  const form = commonForm ?? family.template;
  if (form === undefined) {
    throw new EngineError(
      'bad-checkpoint',
      `${spec.name} has no chat template (chat_template.jinja or chat_template.json), and the family ${family.name} has no common one`,
      { remedy: `add the file from the checkpoint's page` },
    );
  }
  const whose =
    commonForm === undefined
      ? `the common form of the family ${family.name}`
      : `the form of LLaVA's own code`;
  const note = `${spec.name} has no chat template; ${whose} is used: ${form.inWords ?? ''}.`;
  return { source: form.source, note: form.inWords === undefined ? undefined : note };
}

/** What stands before the question. */
export interface VisualTurn {
  readonly images: number; // or 1 for a video
  readonly visual?: 'image' | 'video';
  /** As it stands in the rendered prompt: '<image>'. */
  readonly token: string;
}

/** What a template writes in an image's place. */
export function imageMarkOf(
  {
    spec,
    family,
  }: { readonly spec: Pick<ModelSpec, 'imageToken'>; readonly family: Pick<Family, 'imageMark'> },
  tokens: NamedTokens,
): string {
  const { imageMark } = family;
  return (imageMark === undefined ? undefined : tokens.get(imageMark)) ?? spec.imageToken;
}

/** The tokenizer's named tokens, `bos_token` and the like, as the template sees them; one that is missing is undefined there. */
export type NamedTokens = ReadonlyMap<string, string>;

/**
 * How a template takes a turn: as a list of parts, or as one text with the tokens written into it, which is all that templates made
 * for text alone know.
 */
export type ContentForm = 'parts' | 'text';

/** How questions are put to one model, found out once. */
export interface ChatForm {
  /** The prompt around a question, or around a conversation that ends with one. Throws `bad-checkpoint` or `unsupported`. */
  readonly render: Render;
  readonly form: ContentForm;
  /** Whether the prompt holds today's date. */
  readonly dated: boolean;
  /** Sentences that belong beside the answer. */
  readonly notes: readonly string[];
}

/** @throws EngineError `bad-checkpoint` where nothing says how a question is put */
export function chatForm(
  source: ChatSource,
  turn: VisualTurn,
  tokens: NamedTokens,
  now: Date = new Date(),
): ChatForm {
  const template = chooseChatTemplate(source);
  const form = contentForm(template, turn, tokens);
  const render = (...words: readonly string[]): RenderedTemplate =>
    renderChat(template, turn, words.at(-1) ?? '', tokens, { form, now, earlier: words.slice(0, -1) });
  const dated = asksForDate(() => render('a'));
  const { visual = 'image', token } = turn;
  const { name } = source.spec;
  const notes = [
    template.note ?? [],
    form === 'text'
      ? `The chat template of ${name} has no place for ${visual}s; ${token} is put before the question.`
      : [],
    dated
      ? `The chat template of ${name} writes today's date into the prompt, so that the same question can be answered differently on another day.`
      : [],
  ].flat();
  return { render: (...words) => render(...words).text, form, dated, notes };
}

function asksForDate(render: () => RenderedTemplate): boolean {
  try {
    return render().asksForDate;
  } catch {
    return false; // the question's own rendering says what is wrong
  }
}

function content(
  form: ContentForm,
  { images, visual = 'image', token }: VisualTurn,
  question: string,
): unknown {
  if (form === 'text') return `${`${token}\n`.repeat(images)}${question}`;
  return [...Array.from({ length: images }, () => ({ type: visual })), { type: 'text', text: question }];
}

interface RenderOptions {
  readonly form?: ContentForm;
  readonly now?: Date;
  readonly earlier?: readonly string[];
}

/** The first form in which a harmless question gets all its pictures; 'parts' where neither does. Throws nothing. */
export function contentForm(template: ChatTemplate, turn: VisualTurn, tokens: NamedTokens): ContentForm {
  const places = (form: ContentForm): number => {
    try {
      return renderChat(template, turn, 'a', tokens, { form }).text.split(turn.token).length - 1;
    } catch {
      return 0;
    }
  };
  const forms = ['parts', 'text'] as const;
  return forms.find((form) => places(form) === turn.images) ?? 'parts';
}

/**
 * One user turn with its pictures or its video before the question, and the opening of the assistant's turn, as transformers renders it. With
 * `earlier` (question, answer, …) the pictures stand in the first of those.
 */
export function renderChat(
  template: ChatTemplate,
  turn: VisualTurn,
  question: string,
  tokens: NamedTokens,
  { form = 'parts', now, earlier = [] }: RenderOptions = {},
): RenderedTemplate {
  const messages = [...earlier, question].map((words, index) => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: content(form, index === 0 ? turn : { ...turn, images: 0 }, words),
  }));
  const variables = {
    ...Object.fromEntries(tokens),
    messages,
    tools: null,
    documents: null,
    add_generation_prompt: true,
  };
  try {
    return renderJinja(template.source, variables, now === undefined ? {} : { now });
  } catch (error) {
    throw refused(error);
  }
}

function refused(cause: unknown): EngineError {
  if (cause instanceof JinjaUnsupported) {
    const fact = `The chat template of the checkpoint uses ${clip(cause.construct)}, which is not rendered here`;
    return new EngineError('unsupported', fact, { remedy: 'replace its chat_template file', cause });
  }
  if (cause instanceof JinjaRaised) {
    const fact = `The chat template of the checkpoint refuses a question with a picture: ${clip(cause.message, 200)}`;
    return new EngineError('bad-checkpoint', fact, { remedy: 'replace its chat_template file', cause });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  const fact = `The chat template of the checkpoint cannot be rendered (${clip(reason, 200)})`;
  const remedy = 'download the checkpoint again or replace its chat_template file';
  return new EngineError('bad-checkpoint', fact, { remedy, detail: reason, cause });
}
