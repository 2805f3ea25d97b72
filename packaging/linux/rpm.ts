/** The package for Fedora, openSUSE and their kin, by rpmbuild, from the same tree as Debian's. */
import { execFile } from 'node:child_process';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { maintainerWords } from '../maintainer.ts';
import { description, executableName, licence, maintainer, summary, rpmGroup } from '../metadata.ts';
import type { Target } from '../target.ts';
import { rpmRequires } from './libraries.ts';
import type { LinuxPackage } from './package.ts';
import { makeTree, programFolder } from './tree.ts';

const architectures = { x64: 'x86_64', arm64: 'aarch64' } as const;

export const rpmName = ({ arch }: Target, version: string): string =>
  `${executableName}-${version}-1.${architectures[arch]}.rpm`;

/** Resolves to the file. Throws where rpmbuild says no. */
export async function makeRpm(parts: LinuxPackage): Promise<string> {
  const { root, packaged, target, version, output, work } = parts;
  const top = join(work, 'rpm');
  const tree = join(top, 'tree');
  await rm(top, { recursive: true, force: true });
  await mkdir(top, { recursive: true });
  await makeTree({ root, packaged, destination: tree, version, zshFolder: 'usr/share/zsh/site-functions' });
  const spec = join(top, `${executableName}.spec`);
  await writeFile(spec, specification(parts, process.env));
  const architecture = architectures[target.arch];
  await promisify(execFile)(
    'rpmbuild',
    ['-bb', '--buildroot', tree, '--target', architecture, '--define', `_topdir ${top}`, spec],
    { maxBuffer: 1e8 },
  );
  const file = join(output, rpmName(target, version));
  await rename(join(top, 'RPMS', architecture, rpmName(target, version)), file);
  await rm(top, { recursive: true });
  return file;
}

/** The tree is there already, so nothing is prepared, built or installed; and nothing is stripped or rewritten. */
export function specification({ version, quick }: LinuxPackage, environment: NodeJS.ProcessEnv): string {
  return `%define _build_id_links none
%define __os_install_post %{nil}
%define _binary_payload ${quick ? 'w.ufdio' : 'w6.xzdio'}
%global debug_package %{nil}
%define _buildhost localhost
%define use_source_date_epoch_as_buildtime 1
%define clamp_mtime_to_source_date_epoch 1
Name: ${executableName}
Version: ${version}
Release: 1
Summary: ${summary}
License: ${licence}
Group: ${rpmGroup}
Vendor: ${maintainer}
Packager: ${maintainerWords(environment)}
AutoReqProv: no
${rpmRequires.map((name) => `Requires: ${name}`).join('\n')}

%description
${description.join('\n\n')}

%files
%defattr(-,root,root)
/${programFolder}
%attr(4755,root,root) /${programFolder}/chrome-sandbox
/usr/bin/${executableName}
/usr/bin/dymu
/usr/share/applications/${executableName}.desktop
/usr/share/mime/packages/${executableName}.xml
/usr/share/man/man1/dymu.1.gz
/usr/share/man/man1/${executableName}.1.gz
/usr/share/bash-completion/completions/dymu
/usr/share/zsh/site-functions/_dymu
/usr/share/fish/vendor_completions.d/dymu.fish
/usr/share/icons/hicolor/*/apps/${executableName}.*
`;
}
