/** A line for a terminal, with a button that copies it. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './IconButton.tsx';

interface Props {
  readonly line: string;
  readonly what: string; // what it does, for the button's label
  readonly copy: (text: string) => Promise<void>;
}

const copiedForMs = 1500;

export function Terminal({ line, what, copy }: Props) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), copiedForMs);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <div className="terminal">
      <code className="selectable">{line}</code>
      <IconButton
        label={copied ? 'Copied' : `Copy the command: ${what}`}
        onPress={() => void copy(line).then(() => setCopied(true))}
      >
        {copied ? <Check aria-hidden size="0.875rem" /> : <Copy aria-hidden size="0.875rem" />}
      </IconButton>
    </div>
  );
}
