/** What was recognised where questions were looked for, in sentences for a terminal. Pure. */
import type { QuestionsReport } from '../engine.ts';
import { printable } from './printable.ts';

/** Nothing for questions of our own form: what is wrong with them is told beside the result. */
export function questionsInWords(report: QuestionsReport): string[] {
  if (report.set === 'jsonl') return [];
  return [recognised(report), ...missingImages(report), ...report.notes].map(printable);
}

function recognised({ label, split, splits, questions, images, scorer }: QuestionsReport): string {
  const others = splits.filter((name) => name !== split);
  const which = split === null ? '' : `, ${split}`;
  const also = others.length === 0 ? '' : ` (also there: ${others.join(', ')}; choose with --split)`;
  return `${label}${which}${also}: ${count(questions, 'question')} about ${count(images, 'image')}, judged by ${scorer}.`;
}

function missingImages({ missing: { images, questions, named } }: QuestionsReport): string[] {
  if (images === 0) return [];
  const more = images - named.length;
  const names = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return [
    `${count(images, 'image')} ${images === 1 ? 'is' : 'are'} not there, and ${count(questions, 'question')} about ${images === 1 ? 'it' : 'them'} left out: ${names}.`,
  ];
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
