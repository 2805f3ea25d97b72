import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyModel, dymu, editJson, golden, otherModel } from './golden-case.ts';
import { inScratch, oneSentence } from './harness.ts';

interface Places {
  readonly scratch: string;
  readonly model: string; // a copy, to be damaged
}

/** Everything that a command may write goes to out/, which must stay empty. */
async function refusal(
  prepare: (places: Places) => void,
  argv: (places: Places) => readonly string[],
): Promise<string> {
  return inScratch(async (scratch) => {
    const places = { scratch, model: copyModel(scratch) };
    const outputs = join(scratch, 'out');
    mkdirSync(outputs);
    prepare(places);
    const given = argv(places);
    const save =
      given[0] === 'encode'
        ? ['--save-features', join(outputs, 'f.safetensors'), '--overlay', join(outputs, 'o.png')]
        : given[0] === 'ask'
          ? ['--save-logits', join(outputs, 'l.safetensors')]
          : ['--out', join(outputs, 'c.json')];
    const { status, out, err } = await dymu([...given, ...save, '--json']);
    expect([status, out]).toEqual([1, '']);
    expect(readdirSync(outputs)).toEqual([]);
    return oneSentence(err).replaceAll(`${scratch}/`, '');
  });
}

const encode = ({ model }: Places) => ['encode', '--model', model, '--image', golden.image, '--tokens', '9'];
const ask = ({ model }: Places) => [
  'ask',
  '--model',
  model,
  '--image',
  golden.image,
  '--prompt',
  'q',
  '--tokens',
  '9',
];
const unchanged = () => undefined;

/** Rewrites the header of model.safetensors, keeping its length. */
function lie(model: string, edit: (header: string) => string): void {
  const path = join(model, 'model.safetensors');
  const bytes = readFileSync(path);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = edit(bytes.subarray(8, 8 + length).toString('latin1'));
  bytes.write(header.slice(0, length).padEnd(length), 8, 'latin1');
  writeFileSync(path, bytes);
}

describe('a damaged model folder', () => {
  const damages: readonly [string, (places: Places) => void, RegExp][] = [
    [
      'weights that end too early',
      ({ model }) => truncateSync(join(model, 'model.safetensors'), 1_000_000),
      /model\.safetensors/,
    ],
    [
      'weights that end inside their header',
      ({ model }) => truncateSync(join(model, 'model.safetensors'), 100),
      /model\.safetensors/,
    ],
    [
      'weights of no bytes',
      ({ model }) => truncateSync(join(model, 'model.safetensors'), 0),
      /model\.safetensors/,
    ],
    [
      'a header that claims terabytes',
      ({ model }) => {
        const bytes = readFileSync(join(model, 'model.safetensors'));
        bytes.writeBigUInt64LE(1n << 42n, 0);
        writeFileSync(join(model, 'model.safetensors'), bytes);
      },
      /model\.safetensors/,
    ],
    [
      'offsets outside of the file',
      ({ model }) => {
        lie(model, (header) => header.replace(/"data_offsets":\[\d+,\d+\]/, '"data_offsets":[0,9999999999]'));
      },
      /model\.safetensors/,
    ],
    [
      "a shape that is not the config's",
      ({ model }) => {
        lie(model, (header) => header.replace('"shape":[64,64]', '"shape":[32,128]'));
      },
      /shape/,
    ],
    [
      'an unsupported family',
      ({ model }) => {
        editJson(join(model, 'config.json'), (json) => (json['model_type'] = 'fuyu'));
      },
      /'fuyu' is not supported/,
    ],
    [
      'a config that is no JSON',
      ({ model }) => {
        writeFileSync(join(model, 'config.json'), '{');
      },
      /config\.json/,
    ],
    [
      'no config',
      ({ model }) => {
        rmSync(join(model, 'config.json'));
      },
      /config\.json/,
    ],
    [
      'no tokenizer',
      ({ model }) => {
        rmSync(join(model, 'tokenizer.json'));
      },
      /tokenizer\.json/,
    ],
    [
      'a tokenizer that is another file',
      ({ model }) => {
        cpSync(join(model, 'config.json'), join(model, 'tokenizer.json'));
      },
      /tokenizer\.json/,
    ],
  ];

  it.each(damages)('with %s is refused in one sentence', async (_, damage, words) => {
    expect(await refusal(damage, encode)).toMatch(words);
    expect(await refusal(damage, ask)).toMatch(words);
  });

  it('with a chat template that never ends is refused in one sentence', async () => {
    const forever = '{% for a in range(9999) %}{% for b in range(9999) %}{{ a }}{% endfor %}{% endfor %}';
    const damage = ({ model }: Places) => {
      writeFileSync(join(model, 'chat_template.json'), JSON.stringify({ chat_template: forever }));
    };
    expect(await refusal(damage, ask)).toMatch(/^The chat template of the checkpoint cannot be rendered/);
  });

  it('that is not there is refused in one sentence', async () => {
    const nowhere = ({ model }: Places) => encode({ scratch: '', model: `${model}-x` });
    expect(await refusal(unchanged, nowhere)).toMatch(/model-x/);
  });
});

describe('a bad image', () => {
  const image = (
    content: string | Uint8Array,
    name = 'bad.png',
  ): [(places: Places) => void, (places: Places) => string[]] => [
    ({ scratch }) => {
      writeFileSync(join(scratch, name), content);
    },
    ({ scratch, model }) => ['encode', '--model', model, '--image', join(scratch, name), '--tokens', '9'],
  ];

  it.each([
    ['a text file named .png', image('This is not a picture.\n')],
    ['a file of no bytes', image('')],
    ['a picture that ends too early', image(readFileSync(golden.image).subarray(0, 300))],
    ['pixel values that are no safetensors', image('x', 'bad.png')],
  ])('%s is refused in one sentence', async (_, [prepare, argv]) => {
    expect(await refusal(prepare, argv)).toMatch(/bad\.png/);
  });

  it('that is not there is refused in one sentence', async () => {
    const argv = ({ model }: Places) => [
      'encode',
      '--model',
      model,
      '--image',
      'nowhere.png',
      '--tokens',
      '9',
    ];
    expect(await refusal(unchanged, argv)).toMatch(/nowhere\.png/);
  });

  it('as pixel values of another shape is refused in one sentence', async () => {
    const argv = ({ model }: Places) => [
      'encode',
      '--model',
      model,
      '--pixel-values',
      join(model, 'model.safetensors'),
      '--tokens',
      '9',
    ];
    expect(await refusal(unchanged, argv)).toMatch(/pixel_values/);
  });

  it('in a calibration is refused in one sentence where there are more of them than good ones, and no file is written', async () => {
    const prepare = ({ scratch }: Places) => {
      writeFileSync(join(scratch, 'list.txt'), `${golden.image}\nbad.png\nbad.png\n`);
      writeFileSync(join(scratch, 'bad.png'), 'no picture');
    };
    await inScratch(async (scratch) => {
      prepare({ scratch, model: golden.model });
      const out = join(scratch, 'c.json');
      const list = join(scratch, 'list.txt');
      const { status, err } = await dymu([
        'calibrate',
        '--model',
        golden.model,
        '--images',
        list,
        '--out',
        out,
      ]);
      expect(status).toBe(1);
      expect(err.trimEnd().split('\n').at(-1)).toMatch(/bad\.png/);
      expect(readdirSync(scratch).filter((name) => name.startsWith('c.json'))).toEqual([]);
    });
  });
});

describe('a bad question or option', () => {
  const asking =
    (...more: string[]) =>
    ({ model }: Places) => ['ask', '--model', model, '--image', golden.image, ...more];

  it('too long for the model is refused with both numbers', async () => {
    const words = await refusal(unchanged, asking('--tokens', '9', '--prompt', 'cat '.repeat(2_500)));
    expect(words).toMatch(
      /^The prompt needs \d+ positions \(36 of them for images\) and the model has 4096; shorten/,
    );
  });

  it('over the cap is refused with both numbers', async () => {
    const words = await refusal(unchanged, asking('--tokens', '9', '--prompt', 'cat '.repeat(9_000)));
    expect(words).toMatch(/^The prompt has \d+ text tokens and the limit is 8192; shorten the question\.$/);
  });

  it('with more new tokens than fit is refused with the room there is', async () => {
    const words = await refusal(
      unchanged,
      asking('--tokens', '9', '--prompt', 'q', '--max-new-tokens', '5000'),
    );
    expect(words).toMatch(/use --max-new-tokens \d+ or less/);
  });

  it('that writes the image token is answered, with a remark', async () => {
    const { status, out } = await dymu([
      'ask',
      '--model',
      golden.model,
      '--image',
      golden.image,
      '--no-merge',
      '--prompt',
      'What is <image>?',
      '--max-new-tokens',
      '1',
      '--json',
    ]);
    expect(status).toBe(0);
    expect(out).toContain(
      'The question contains <image>, which means something else to this model; it was read as plain text.',
    );
  });

  it('with thresholds for another number of layers is refused', async () => {
    const prepare = ({ scratch }: Places) => {
      writeFileSync(join(scratch, 't.json'), '{"thresholds":[0.9,0.9]}');
    };
    const argv = ({ scratch, model }: Places) => [
      'encode',
      '--model',
      model,
      '--image',
      golden.image,
      '--thresholds',
      join(scratch, 't.json'),
    ];
    expect(await refusal(prepare, argv)).toMatch(/2 entries.*5 or 6/);
  });

  it('that asks for a budget without a calibration is refused with the ways out', async () => {
    expect(await refusal(unchanged, asking('--budget', '50%', '--prompt', 'q'))).toMatch(
      /^No calibration of .*dymu calibrate/,
    );
  });

  it('with the calibration of another encoder is refused', async () => {
    await inScratch(async (scratch) => {
      const file = join(scratch, 'other.json');
      const made = await dymu([
        'calibrate',
        '--model',
        otherModel,
        '--images',
        golden.find,
        '--out',
        file,
        '--points',
        '2',
      ]);
      expect(made.status).toBe(0);
      const argv = ({ model }: Places) => [
        'encode',
        '--model',
        model,
        '--image',
        golden.image,
        '--budget',
        '50%',
        '--calibration',
        file,
      ];
      expect(await refusal(unchanged, argv)).toMatch(/other\.json.*llava15-siglip.*calibrate this model/);
    });
  });

  it('with a calibration that is none is refused', async () => {
    const argv = ({ model }: Places) => [
      'encode',
      '--model',
      model,
      '--image',
      golden.image,
      '--calibration',
      golden.thresholds,
      '--budget',
      '50%',
    ];
    expect(await refusal(unchanged, argv)).toMatch(/thresholds\.json/);
  });

  it('that shows a video to a model of single images is refused', async () => {
    const argv = ({ model }: Places) => [
      'ask',
      '--model',
      model,
      '--frames',
      golden.find,
      '--prompt',
      'q',
      '--tokens',
      '9',
    ];
    expect(await refusal(unchanged, argv)).toMatch(/llava.* no video; give single frames/);
  });

  it('with a device that does not exist is refused', async () => {
    expect(await refusal(unchanged, asking('--tokens', '9', '--prompt', 'q', '--device', 'abacus'))).toMatch(
      /abacus/,
    );
  });
});
