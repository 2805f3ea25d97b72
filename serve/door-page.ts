/** The page that a stranger sees: it hands in the token of its address, which never reaches a server's log, and then shows the window. */
import { places } from './protocol.ts';

export const doorScriptName = 'door.js';

export const doorPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>DyMU Explorer</title>
  </head>
  <body>
    <main>
      <h1>DyMU Explorer</h1>
      <p id="words" role="status">One moment…</p>
      <noscript><p>This page needs JavaScript.</p></noscript>
    </main>
    <script type="module" src="./${doorScriptName}"></script>
  </body>
</html>
`;

export const doorScript = `const words = document.getElementById('words');
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
if (token === '') words.textContent = 'To come in, open the address that dymu serve has printed.';
else {
  const answer = await fetch('./${places.enter}', { method: 'POST', body: token, headers: { 'content-type': 'text/plain' } }).catch(() => null);
  if (answer?.ok) location.reload();
  else words.textContent = answer === null ? 'The server does not answer; is it still running?' : await answer.text();
}
`;
