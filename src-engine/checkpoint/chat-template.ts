/** Finds the chat template in the places where transformers keeps it, in its order. Does not render. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../errors.ts';
import { exists, readBounded, decodeText } from '../files/bounded-file.ts';
import { isObject } from '../files/document.ts';
import { published, readOptionalJson, type JsonDocument } from '../files/published-json.ts';
import { refusal } from '../files/refusal.ts';
import { quote } from '../files/words.ts';
import { folderLimits } from './limits.ts';
import { checkLink } from './links.ts';

/** Templates by name; a single one is called 'default'. */
type Templates = ReadonlyMap<string, string>;

const none: Templates = new Map();

/** A template, a list of `{name, template}`, or an object of templates by name; nothing where the field is of another kind. */
function templatesOf(value: unknown): Templates {
  if (typeof value === 'string') return new Map([['default', value]]);
  const pairs = Array.isArray(value)
    ? value.map((item: unknown) => (isObject(item) ? [item['name'], item['template']] : []))
    : Object.entries(isObject(value) ? value : {});
  const named = pairs.flatMap(([name, template]) =>
    typeof name === 'string' && typeof template === 'string' ? [[name, template] as const] : [],
  );
  return new Map(named);
}

function templatesIn(document: JsonDocument | undefined): Templates {
  return isObject(document?.value) ? templatesOf(document.value['chat_template']) : none;
}

/** Python keeps a byte order mark as a character of the template, so it is kept here. */
async function readTemplate(path: string): Promise<string> {
  const bytes = await readBounded(path, folderLimits.templateBytes, published(path));
  const text = decodeText(bytes, published(path));
  return bytes.subarray(0, 3).equals(Buffer.from('\ufeff')) ? `\ufeff${text}` : text;
}

/** The templates of the folder chat_templates, by the names of their files. */
async function templatesInFolder(directory: string): Promise<Templates> {
  const folder = join(directory, 'chat_templates');
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.jinja')).slice(0, folderLimits.templates);
  const read = files.map(async (name) => {
    await checkLink(directory, join(folder, name));
    return [name.slice(0, -6), await readTemplate(join(folder, name))] as const;
  });
  return new Map(await Promise.all(read));
}

async function templatesInFiles(directory: string): Promise<Templates> {
  const more = await templatesInFolder(directory);
  const document = await readOptionalJson(directory, 'chat_template.json', folderLimits.templateBytes);
  if (document !== undefined) {
    const subject = published(document.file);
    if (more.size > 0) {
      throw refusal(subject, 'and templates in the folder chat_templates exclude each other', {
        cure: 'keep the one that the model was published with',
      });
    }
    const found = templatesIn(document);
    if (found.size === 0) throw refusal(subject, 'holds no chat_template');
    return found;
  }
  const jinja = join(directory, 'chat_template.jinja');
  return (await exists(jinja)) ? new Map([...more, ['default', await readTemplate(jinja)]]) : more;
}

/**
 * Jinja source by the precedence of transformers 5.24: processor_config.json, chat_template.json, chat_template.jinja with the folder
 * chat_templates, tokenizer_config.json (which its processors do not even look at); undefined without one. Of several the one called
 * 'default' counts. Throws `bad-checkpoint` for unreadable files and for several templates without a default.
 */
export async function readChatTemplate(
  directory: string,
  processor: JsonDocument | undefined,
  tokenizerConfig: JsonDocument | undefined,
): Promise<string | undefined> {
  const files = await templatesInFiles(directory);
  const places = [templatesIn(processor), files, templatesIn(tokenizerConfig)];
  const found = places.find((templates) => templates.size > 0);
  if (found === undefined) return undefined;
  const template = found.get('default');
  if (template !== undefined) return template;
  const names = [...found.keys()].slice(0, 5).map(quote).join(', ');
  throw new EngineError(
    'bad-checkpoint',
    `The checkpoint has chat templates called ${names} but none called 'default'`,
    {
      remedy: 'add a chat_template.jinja with the one that puts a question',
    },
  );
}
