#!/usr/bin/env bash
# @huggingface/hub 2.17.5 (newest release on npm, seen 2026-11-30), downloadFileToCacheDir.
#
# Files of one revision, fetched one by one, do not land in one snapshot folder: a branch is given, and each file is put under the commit
# that changed it last (lastCommit of the hub's answer), not under the commit that the branch points at. Of a repository whose README was
# changed after its weights, as most are, config.json and the weights lie in different folders, none of which is a whole model; no ref is
# written, so that other programs do not find it under "main". huggingface_hub for Python puts all of them under the branch's commit. And
# what came is not compared with what the hub says of it: bytes of the right number and the wrong content become the blob of that hash.
# With a commit of 40 digits as revision all files land in its folder; snapshotDownload resolves the branch first and passes that.
#
# Fails if the package does otherwise.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --ignore-scripts --no-fund --no-audit @huggingface/hub@2.17.5

cat >try.mjs <<'JS'
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { downloadFileToCacheDir } from '@huggingface/hub';

// A repository of two files: config.json changed last in commit 1…, weights.safetensors in commit 2…; main is at commit 3….
const files = {
  'config.json': { bytes: Buffer.from('{"a":1}'), last: '1'.repeat(40) },
  'weights.safetensors': { bytes: Buffer.alloc(1000, 7), last: '2'.repeat(40), lfs: true },
};
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const oid = (bytes) => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/api/models/org/model/paths-info/main') {
    let body = '';
    request.on('data', (piece) => (body += piece));
    request.on('end', () => {
      const { paths } = JSON.parse(body);
      const infos = paths.map((path) => {
        const { bytes, last, lfs } = files[path];
        return {
          type: 'file', path, size: bytes.length, oid: oid(bytes),
          ...(lfs ? { lfs: { oid: sha256(bytes), size: bytes.length, pointerSize: 134 } } : {}),
          lastCommit: { id: last, title: 't', date: '2026-01-01T00:00:00.000Z' },
        };
      });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(infos));
    });
    return;
  }
  const path = pathname.replace('/org/model/resolve/main/', '');
  const { bytes, lfs } = files[path];
  const sent = lfs ? Buffer.alloc(bytes.length, 8) : bytes; // the right number of wrong bytes
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  const piece = range ? sent.subarray(Number(range[1]), Number(range[2]) + 1) : sent;
  const headers = { etag: `"${lfs ? sha256(bytes) : oid(bytes)}"`, 'x-repo-commit': '3'.repeat(40), 'content-length': piece.length };
  if (range) headers['content-range'] = `bytes ${range[1]}-${Number(range[1]) + piece.length - 1}/${sent.length}`;
  response.writeHead(range ? 206 : 200, headers).end(piece);
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
console.debug = () => {};
const hubUrl = `http://127.0.0.1:${server.address().port}`;
for (const path of Object.keys(files)) await downloadFileToCacheDir({ repo: 'org/model', path, hubUrl, cacheDir: 'cache' });
server.closeAllConnections();
server.close();

const snapshots = readdirSync('cache/models--org--model/snapshots').sort();
for (const name of snapshots) console.log(`snapshots/${name.slice(0, 4)}…: ${readdirSync(`cache/models--org--model/snapshots/${name}`).join(', ')}`);
const refs = existsSync('cache/models--org--model/refs');
const blob = readFileSync(`cache/models--org--model/blobs/${sha256(files['weights.safetensors'].bytes)}`);
console.log(`refs: ${refs ? 'there' : 'none'}; the blob has the hash of its name: ${sha256(blob) === sha256(files['weights.safetensors'].bytes)}`);
const asDescribed = snapshots.join() === ['1', '2'].map((digit) => digit.repeat(40)).join() && !refs && blob[0] === 8;
if (!asDescribed) throw new Error('The package does otherwise now.');
JS
node try.mjs
echo 'As described: @huggingface/hub 2.17.5 puts each file of a branch under the commit that changed it last, and compares no hash.'
