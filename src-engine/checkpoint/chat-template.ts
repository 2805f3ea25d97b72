/** Finds the chat template in the places where transformers has kept it. Does not render. */
import { join } from 'node:path';
import { exists, readText } from '../files/bounded-file.ts';
import { isObject } from '../files/document.ts';
import { published, readOptionalJson, type JsonDocument } from '../files/published-json.ts';
import { folderLimits } from './limits.ts';

/** A template, a list of `{name, template}`, or an object of templates by name: the one called 'default', else the first. */
function chosenTemplate(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const named = new Map<unknown, unknown>();
  if (Array.isArray(value)) {
    for (const item of value) if (isObject(item)) named.set(item['name'], item['template']);
  } else if (isObject(value)) {
    for (const [name, template] of Object.entries(value)) named.set(name, template);
  }
  const template = named.get('default') ?? [...named.values()][0];
  return typeof template === 'string' ? template : undefined;
}

function templateIn(document: JsonDocument | undefined): string | undefined {
  return isObject(document?.value) ? chosenTemplate(document.value['chat_template']) : undefined;
}

/**
 * Jinja source by transformers' precedence: chat_template.jinja, chat_template.json, processor_config.json,
 * tokenizer_config.json; undefined without one. Throws `bad-checkpoint` for unreadable files.
 */
export async function readChatTemplate(
  directory: string,
  processor: JsonDocument | undefined,
  tokenizerConfig: JsonDocument | undefined,
): Promise<string | undefined> {
  const jinja = join(directory, 'chat_template.jinja');
  if (await exists(jinja)) return readText(jinja, folderLimits.templateBytes, published(jinja));
  const own = await readOptionalJson(directory, 'chat_template.json', folderLimits.templateBytes);
  return templateIn(own) ?? templateIn(processor) ?? templateIn(tokenizerConfig);
}
