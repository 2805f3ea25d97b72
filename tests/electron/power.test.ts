import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { tellPower, type PowerEvent } from '../../electron/power.ts';

it('the engine hears of every sleep and every waking, and of nothing else', () => {
  const monitor = new EventEmitter();
  const heard: PowerEvent[] = [];
  tellPower(monitor, (event) => heard.push(event));
  for (const event of ['suspend', 'lock-screen', 'resume', 'suspend', 'on-battery', 'resume'])
    monitor.emit(event);
  expect(heard).toEqual(['suspend', 'resume', 'suspend', 'resume']);
});
