/** The cross that closes a message. */
import { X } from 'lucide-react';
import { Button } from 'react-aria-components';

export function Dismiss({ label, onPress }: { readonly label: string; readonly onPress: () => void }) {
  return (
    <Button className="icon-button" aria-label={label} onPress={onPress}>
      <X aria-hidden size="0.875rem" />
    </Button>
  );
}
