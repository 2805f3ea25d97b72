/** Where the packages of other programs are: an interpreter and a folder that are named, or that are made in the cache. */
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pythonEnvironment } from '../python-environment.ts';
import { once } from './cache.ts';

const folder = path.join(import.meta.dirname, 'peers');

/** An interpreter with peers/requirements.txt: DYMU_PEERS_PYTHON, or an environment that is made in the cache (gigabytes, once). */
export function peersPython(): Promise<string> {
  const told = process.env['DYMU_PEERS_PYTHON'];
  return Promise.resolve(told ?? pythonEnvironment('peers', path.join(folder, 'requirements.txt')));
}

/** A folder with the packages of peers/package.json: DYMU_PEERS_NPM, or one that is made in the cache. */
export async function npmPackages(): Promise<string> {
  const told = process.env['DYMU_PEERS_NPM'];
  return told ?? once('peers/npm', install);
}

async function install(target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  await copyFile(path.join(folder, 'package.json'), path.join(target, 'package.json'));
  const words = ['install', '--silent', '--ignore-scripts', '--no-package-lock'];
  const { status } = spawnSync('npm', words, {
    cwd: target,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm install ended with ${String(status)}`);
}
