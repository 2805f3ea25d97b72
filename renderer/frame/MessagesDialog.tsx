/** Everything that was said since the start, the newest first. */
import { Button } from 'react-aria-components';
import { useApp, useAppStore } from '../app/context.ts';
import type { AppState } from '../state/store.ts';
import { NoticeText } from './Notices.tsx';
import { WindowDialog } from './WindowDialog.tsx';

const selectMessages = (state: AppState) => state.messages;

export function MessagesDialog() {
  return (
    <WindowDialog name="messages" title="Messages" className="messages-dialog">
      <MessageList />
    </WindowDialog>
  );
}

function MessageList() {
  const messages = useApp(selectMessages);
  const store = useAppStore();
  if (messages.length === 0) return <p className="muted">No messages.</p>;
  return (
    <>
      <ol>
        {messages.toReversed().map((message) => (
          <li key={message.id} className={`message notice-${message.tone}`}>
            <time className="muted">{timeOf(message.at)}</time>
            <NoticeText notice={message} />
          </li>
        ))}
      </ol>
      <Button className="button" onPress={() => store.getState().clearMessages()}>
        Clear the list
      </Button>
    </>
  );
}

function timeOf(at: number): string {
  return new Date(at).toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false });
}
