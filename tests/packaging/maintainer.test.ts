import { describe, expect, it } from 'vitest';
import { installerConfiguration } from '../../packaging/installers.ts';
import { control } from '../../packaging/linux/deb.ts';
import { specification } from '../../packaging/linux/rpm.ts';
import { maintainerWords } from '../../packaging/maintainer.ts';

const parts = {
  ...{ root: '/', packaged: '/p', output: '/o', work: '/w', version: '1.2.3', quick: true },
  target: { platform: 'linux', arch: 'x64' },
} as const;

describe('the maintainer', () => {
  it('has the address of the environment, and one where nobody answers without it', () => {
    const nobody = 'The DyMU Explorer authors <dymu-explorer@localhost>';
    expect(maintainerWords({})).toBe(nobody);
    expect(maintainerWords({ DYMU_MAINTAINER_ADDRESS: '' })).toBe(nobody);
    expect(maintainerWords({ DYMU_MAINTAINER_ADDRESS: 'dymu+packages@mail.example.org' })).toBe(
      'The DyMU Explorer authors <dymu+packages@mail.example.org>',
    );
  });

  it.each(['nobody', 'a@', '@b', 'a b@c', 'a@b>\nDepends: x', 'a@b\n', '%(id)@b', '<a@b>'])(
    'is refused with %j for an address',
    (address) => {
      expect(() => maintainerWords({ DYMU_MAINTAINER_ADDRESS: address })).toThrow(
        'DYMU_MAINTAINER_ADDRESS is not an address of the form name@host; set it to one, or not at all.',
      );
    },
  );

  it('stands in deb, rpm and AppImage', () => {
    const environment = { DYMU_MAINTAINER_ADDRESS: 'a@example.org' };
    const words = 'The DyMU Explorer authors <a@example.org>';
    expect(control(parts, 1, environment).split('\n')).toContain(`Maintainer: ${words}`);
    expect(specification(parts, environment).split('\n')).toContain(`Packager: ${words}`);
    expect(installerConfiguration('out', environment).linux?.maintainer).toBe(words);
  });
});
