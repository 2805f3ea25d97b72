/** A model of the hub in words: what it brings, whether it fits, who may have it. Pure. */
import type { HubPlan, MemoryNeeds } from '../../src-engine/engine.ts';
import { formatBytes } from '../../src-engine/report/units.ts';

export const fitWords = {
  yes: 'fits',
  tight: 'fits after other programs make room',
  no: 'does not fit this computer',
} as const;

export function precisionWords({ precision, needed, largest, fits }: MemoryNeeds): string {
  const [usual, most] = [formatBytes(needed), formatBytes(largest)];
  const more = most === usual ? '' : ` (${most} for the largest pictures)`;
  return `${precision}: about ${usual}${more}, ${fitWords[fits]}`;
}

/** The first precision that fits, from the exact one down; what is free beside it. */
export function memoryWords(memory: readonly MemoryNeeds[]): string {
  const [exact] = memory;
  if (exact === undefined) return 'What it needs in memory is known once it is here.';
  const free = `${formatBytes(exact.available)} are free`;
  if (exact.fits === 'yes') {
    return `To answer it needs about ${formatBytes(exact.needed)} of memory in ${exact.precision}, and ${free}.`;
  }
  const smaller = memory.find(({ fits }) => fits === 'yes') ?? memory.find(({ fits }) => fits === 'tight');
  const alone = `In ${exact.precision} it needs about ${formatBytes(exact.needed)} of memory, and ${free}`;
  if (smaller === undefined) {
    return `${alone}; in no precision does it fit this computer, which has ${formatBytes(exact.total)}.`;
  }
  return `${alone}; in ${smaller.precision} it needs ${formatBytes(smaller.needed)}, which ${fitWords[smaller.fits]}.`;
}

export function accessWords({ access, name, endpoint }: HubPlan): string | null {
  if (access === 'open') return null;
  if (access === 'not-let-in')
    return `Its owners let people in one by one, and not yet the account of your access token. Ask for access on ${endpoint}/${name}, then look it up again.`;
  if (access === 'granted') return 'Its owners let people in one by one; this access token may have it.';
  return `Its owners let people in one by one. Ask for access on ${endpoint}/${name}, then give your access token in Models, under Where models come from.`;
}

/** What stands in the way of the download; null: nothing. */
export function hindrance(plan: HubPlan): string | null {
  const { access, bytes, freeBytes } = plan;
  if (access === 'refused' || access === 'not-let-in') return accessWords(plan);
  if (bytes.room <= freeBytes) return null;
  const needed = `${formatBytes(bytes.left)} and ${formatBytes(bytes.room - bytes.left)} beside it`;
  return `It needs ${needed} on the disk of the download cache, which has ${formatBytes(freeBytes)} free: make room and look it up again.`;
}
