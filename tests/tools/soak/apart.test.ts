import { expect, it } from 'vitest';
import { partsOf, partsTable } from '../../../tools/soak/apart.ts';

const scalar = (bytes: number) => ({ type: 'scalar', units: 'bytes', value: bytes.toString(16) });
const dump = (pid: number, allocators: object) => ({ ph: 'v', pid, args: { dumps: { allocators } } });

it('Sizes of one process are read in MB, with what is in use of them', () => {
  const events = [
    { ph: 'M', pid: 7, args: { name: 'Renderer' } },
    dump(8, { malloc: { attrs: { size: scalar(9e6) } } }),
    dump(7, {
      malloc: { attrs: { size: scalar(2e6) } },
      'blink_gc/main/heap': {
        attrs: { size: scalar(3e6), committed_size: scalar(4e6), allocated_objects_size: scalar(1e6) },
      },
      'v8/main': {},
    }),
    { ph: 'v', pid: 7, args: { dumps: { process_totals: {} } } },
  ];
  expect(partsOf(events, 7)).toEqual({
    malloc: 2,
    'blink_gc/main/heap': 3,
    'blink_gc/main/heap#used': 1,
    'blink_gc/main/heap#committed': 4,
  });
});

it('The table has the first round, the second and the mean of the last three', () => {
  const rounds = [1, 2, 3, 4, 8].map((malloc) => ({ malloc }));
  expect(partsTable(rounds)).toContain('by malloc: painting, networking, compilers | 1.0 | 2.0 | 5.0 |');
});
