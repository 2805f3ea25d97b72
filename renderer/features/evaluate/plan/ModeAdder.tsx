/** A line that puts a mode together: a method, how many tokens, with or without virtual unmerging. */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { MethodName, ModelInfo } from '../../../../src-engine/engine.ts';
import { methodsFor } from '../../../state/budget.ts';
import { methodNames, methods } from '../../../../src-engine/reduction/methods.ts';
import { modeOf, modeParts, whyNotMode } from '../../../state/evaluation/modes.ts';
import { modeWords } from '../../../words/evaluation-words.ts';

interface Props {
  readonly modes: readonly string[];
  readonly info: ModelInfo | null;
  readonly onAdd: (mode: string) => void;
}

/** How the number of tokens is said. */
const kinds = { preset: 'preset', amount: 'amount', equal: 'equal' } as const;

export function ModeAdder({ modes, info, onAdd }: Props) {
  const [method, setMethod] = useState<MethodName>('tome');
  const [amount, setAmount] = useState('90');
  const [unmerging, setUnmerging] = useState(true);
  const offered = methodNames.filter((name) => name === 'none' || methodsFor(info).includes(name));
  const takesPresets = methods[method].control === 'average';
  const followed = modes.filter((mode) => {
    const parts = modeParts(mode);
    return parts !== null && parts.method !== 'none' && parts.method !== method && parts.equalTo === null;
  });
  const equalTo = amount.startsWith('=') ? amount.slice(1) : null;
  const kind =
    equalTo !== null ? kinds.equal : ['low', 'mid', 'high'].includes(amount) ? kinds.preset : kinds.amount;
  const mode = modeOf({
    method,
    amount: method === 'none' || equalTo !== null ? null : amount.trim().replace(/\s+%$/, '%'),
    equalTo: method === 'none' ? null : equalTo,
    virtualUnmerging: method === 'none' || equalTo !== null || unmerging,
  });
  const whyNot = whyNotMode(mode, info, modes);
  return (
    <div className="mode-adder" role="group" aria-label="Add a mode">
      <select
        className="select"
        aria-label="Method"
        value={method}
        onChange={({ target }) => {
          const next = methodNames.find((name) => name === target.value) ?? 'tome';
          setMethod(next);
          if (kind !== kinds.amount) setAmount(methods[next].control === 'average' ? 'mid' : '90');
        }}
      >
        {offered.map((name) => (
          <option key={name} value={name}>
            {methods[name].label}
          </option>
        ))}
      </select>
      {method === 'none' ? null : (
        <>
          <select
            className="select"
            aria-label="Tokens"
            value={kind === kinds.amount ? '' : amount}
            onChange={({ target }) => setAmount(target.value === '' ? '90' : target.value)}
          >
            {takesPresets
              ? ['low', 'mid', 'high'].map((preset) => (
                  <option key={preset} value={preset}>
                    {preset}
                  </option>
                ))
              : null}
            <option value="">number or share</option>
            {followed.map((other) => (
              <option key={other} value={`=${other}`}>
                as {modeWords(other)}
              </option>
            ))}
          </select>
          {kind === kinds.amount ? (
            <input
              className="text-field mode-amount"
              aria-label="Number of tokens, or a share such as 35 %"
              value={amount}
              onChange={({ target }) => setAmount(target.value)}
            />
          ) : null}
          {kind === kinds.equal ? null : (
            <label className="mode-unmerging">
              <input
                type="checkbox"
                checked={unmerging}
                onChange={({ target }) => setUnmerging(target.checked)}
              />
              virtual unmerging
            </label>
          )}
        </>
      )}
      <Button className="small-button" isDisabled={whyNot !== null} onPress={() => onAdd(mode)}>
        Add
      </Button>
      {whyNot === null ? null : <p className="muted mode-why-not">{whyNot}</p>}
    </div>
  );
}
