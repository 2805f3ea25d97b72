/** Control groups as kernels of both kinds describe them, in a container and outside. */
import { describe, expect, it } from 'vitest';
import { memoryGroups, watchMemoryEnds, type ReadText } from '../../src-engine/files/memory-groups.ts';

/** A file system of these files. */
const filesOf =
  (files: Readonly<Record<string, string>>): ReadText =>
  (path) =>
    files[path];

const own = (groups: string, ...mounts: string[]) => ({
  '/proc/self/cgroup': groups,
  '/proc/self/mountinfo': ['22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw', ...mounts, ''].join('\n'),
});
const second = '31 23 0:28 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate';
const first = '35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory';

/** Usage without files: 3 GB of the 5. */
const statistics = 'anon 3000000000\ninactive_file 1500000000\nactive_file 500000000\nworkingset_nodes 7\n';

const service = {
  ...own('0::/system.slice/dymu.service\n', second),
  '/sys/fs/cgroup/system.slice/dymu.service/memory.max': 'max\n',
  '/sys/fs/cgroup/system.slice/dymu.service/memory.high': '9000000000\n',
  '/sys/fs/cgroup/system.slice/dymu.service/memory.current': '5000000000\n',
  '/sys/fs/cgroup/system.slice/dymu.service/memory.stat': statistics,
  '/sys/fs/cgroup/system.slice/memory.max': '8000000000\n',
  '/sys/fs/cgroup/system.slice/memory.high': 'max\n',
  '/sys/fs/cgroup/system.slice/memory.current': '7000000000\n',
};

describe('limits of memory', () => {
  it('are those of the own group and of every one above; files that were read are not in use', () => {
    expect(memoryGroups(filesOf(service))).toEqual([
      { limit: 9e9, used: 3e9 },
      { limit: 8e9, used: 7e9 },
    ]);
  });

  it('are found in a container that sees its own group as the topmost', () => {
    const container = {
      ...own('0::/\n', second),
      '/sys/fs/cgroup/memory.max': '2147483648\n',
      '/sys/fs/cgroup/memory.current': '100000000\n',
    };
    expect(memoryGroups(filesOf(container))).toEqual([{ limit: 2 ** 31, used: 1e8 }]);
  });

  it('are found in the first version, where "none" is a large number, also beside the second', () => {
    const at = '/sys/fs/cgroup/memory';
    const groups = {
      ...own(
        '12:pids:/x\n4:cpu,memory:/docker/one\n0::/elsewhere\n',
        first,
        second.replace('/sys/fs/cgroup', '/sys/fs/cgroup/unified'),
      ),
      [`${at}/docker/one/memory.limit_in_bytes`]: '4000000000\n',
      [`${at}/docker/one/memory.usage_in_bytes`]: '3500000000\n',
      [`${at}/docker/one/memory.stat`]:
        'inactive_file 1\ntotal_inactive_file 1000000000\ntotal_active_file 0\n',
      [`${at}/docker/memory.limit_in_bytes`]: '9223372036854771712\n',
      [`${at}/memory.limit_in_bytes`]: '9223372036854771712\n',
    };
    expect(memoryGroups(filesOf(groups))).toEqual([{ limit: 4e9, used: 2.5e9 }]);
  });

  it.each([
    ['/docker/one', '/docker/one', '/memory.limit_in_bytes'],
    ['/docker/one', '/docker/one/worker', '/worker/memory.limit_in_bytes'],
    ['/docker/one', '/other', '/memory.limit_in_bytes'],
    ['/', '/../outside', '/memory.limit_in_bytes'],
  ])('are read below what is mounted: %s is, the group is %s', (root, group, file) => {
    const mount = `35 31 0:32 ${root} /cgroup\\040here rw - cgroup cgroup rw,memory`;
    const files = { ...own(`4:memory:${group}\n`, mount), [`/cgroup here${file}`]: '1000\n' };
    expect(memoryGroups(filesOf(files))).toEqual([{ limit: 1000, used: 0 }]);
  });

  it.each([
    ['no control groups', {}],
    ['none of memory', own('3:cpuset:/\n', first)],
    ['a group that is not mounted', own('0::/a\n')],
    [
      'no number',
      { ...own('0::/a\n', second), '/sys/fs/cgroup/a/memory.max': '-1\n', '/sys/fs/cgroup/memory.max': '' },
    ],
  ])('are none where there is %s', (_, files: Record<string, string>) => {
    expect(memoryGroups(filesOf(files))).toEqual([]);
  });

  it('can be read of this very process', () => {
    for (const { limit, used } of memoryGroups()) {
      expect(limit).toBeGreaterThan(0);
      expect(used).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('a process that the system ends for want of memory', () => {
  const counted = (path: string, groups: Record<string, string>) => {
    const files: Record<string, string> = { ...groups };
    const at = (count: number) => (files[path] = `low 0\noom 1\noom_kill ${count}\noom_group_kill 5\n`);
    at(2);
    const ended = watchMemoryEnds(filesOf(files));
    const before = ended();
    at(3);
    return [before, ended()];
  };

  it('is counted by its group, and without groups by the computer', () => {
    const found = [
      counted('/sys/fs/cgroup/system.slice/dymu.service/memory.events', service),
      counted('/sys/fs/cgroup/memory/docker/memory.oom_control', own('4:memory:/docker\n', first)),
      counted('/proc/vmstat', own('0::/\n', second)),
    ];
    expect(found).toEqual([
      [false, true],
      [false, true],
      [false, true],
    ]);
  });

  it('is not known of where nothing counts', () => {
    expect(watchMemoryEnds(filesOf({}))()).toBe(false);
  });
});
