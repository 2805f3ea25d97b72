/** Where popovers, dialogs and tooltips stand: a landmark of its own beside the frame, because react-aria puts them, and their hidden buttons that close them, into the bare body. */
import { useState, type ReactNode } from 'react';
import { UNSAFE_PortalProvider as PortalProvider } from 'react-aria';

export function Popups({ children }: { readonly children: ReactNode }) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return (
    <PortalProvider getContainer={() => place}>
      {children}
      <aside ref={setPlace} className="popups" aria-label="Pop-ups" />
    </PortalProvider>
  );
}
