/** Copies one answer's text; says for a moment that it did. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../../controls/IconButton.tsx';
import { useSession } from '../../app/context.ts';

const copiedForMs = 1500;

export function CopyAnswer({ text, title }: { readonly text: string; readonly title: string }) {
  const session = useSession();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), copiedForMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    void session.copyText(text).then(() => setCopied(true));
  };
  return (
    <IconButton
      label={copied ? 'Copied' : `Copy the answer: ${title}`}
      onPress={copy}
      isDisabled={text === ''}
    >
      {copied ? <Check aria-hidden size="0.875rem" /> : <Copy aria-hidden size="0.875rem" />}
    </IconButton>
  );
}
