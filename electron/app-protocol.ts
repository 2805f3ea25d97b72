/** Serves the built page under `dymu://app/`: files of one folder, with a policy that allows no network. Needs no `file:` privileges. */
import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';

export const scheme = 'dymu';
export const pageUrl = `${scheme}://app/index.html`;

/** Of the one style that react-aria writes into the page; a test compares it with the installed version. */
export const pressableStyle = 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=';

/** Pictures come from the engine as bytes. Nothing comes from elsewhere, and nothing that stands in the page's text is run or styled by it. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' '${pressableStyle}'`,
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "worker-src 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

export const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/** Answers requests from the files below `folder`; 404 for everything else, also for paths that lead out of it. */
export function createPageHandler(
  folder: string,
): (request: Pick<Request, 'url' | 'method'>) => Promise<Response> {
  const root = resolve(folder);
  return async ({ url, method }) => {
    if (method !== 'GET') return new Response('Only reading is possible', { status: 405 });
    const file = fileFor(root, url);
    const bytes = file === undefined ? undefined : await readFile(file).catch(() => undefined);
    if (file === undefined || bytes === undefined) return new Response('Not found', { status: 404 });
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store', // a rebuilt page must not meet old parts
      },
    });
  };
}

function fileFor(root: string, url: string): string | undefined {
  const { host, pathname } = new URL(url);
  if (host !== 'app') return undefined;
  const path = join(root, decoded(pathname) ?? '');
  return path.startsWith(root + sep) ? path : undefined;
}

/** Undefined for what is no text in UTF-8. */
function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}

export function isOwnPage(url: string): boolean {
  return url.startsWith(`${scheme}://app/`);
}
