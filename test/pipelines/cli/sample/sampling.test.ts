import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { formatSafetensors } from '../../../../operators/disk/safetensors.js';
import { samplingOf, type SamplingFlags } from '../../../../pipelines/cli/sample/sampling.js';
import { scratch, TINY } from '../command-line.js';

const folder = scratch();
const texts = join(folder, 'texts.yaml');
const classes = join(folder, 'classes.yaml');
writeFileSync(texts, `${TINY}condition: { text: { width: 512, tokens: 8 } }\n`);
writeFileSync(classes, `${TINY}condition: { classes: 3 }\n`);
const checkpoint = join(folder, 'weights.safetensors');
// stands for weights, of which only the header is read here
writeFileSync(checkpoint, Buffer.concat(formatSafetensors({}, { rate: '12' }, checkpoint)));
const clip = join(folder, 'clip.mp4');
writeFileSync(clip, 'stands for a video');
const sampling = (flags: Partial<SamplingFlags>) => samplingOf({ set: {}, cascade: texts, checkpoint, ...flags });

describe('what the flags of hpdm sample ask for', () => {
  test('texts, each a video', async () => {
    const { document, values } = await sampling({
      prompt: ['polar bear', 'fox'],
      guidance: [2],
      out: 'x.mp4',
      seed: 3,
    });
    expect(document).toMatch(/sample-texts\.yaml$/);
    expect(values).toMatchObject({ prompts: ['polar bear', 'fox'], count: 2, guidance: [2], seed: 3, sheet: 'x.png' });
  });

  test('classes, and settings of levels', async () => {
    const { document, values } = await sampling({ cascade: classes, class: ['2'], count: 4, steps: [5, 1] });
    expect(document).toMatch(/sample-classes\.yaml$/);
    expect(values).toMatchObject({ labels: [2], count: 4, cascade: { levels: [{ steps: 5 }, { steps: 1 }] } });
  });

  test('a file for each video, with their sheet beside them', async () => {
    const { values } = await sampling({ prompt: ['polar bear', 'fox'], out: 'out/{prompt}-{seed}.mp4' });
    expect(values).toMatchObject({ outs: ['out/polar-bear-0.mp4', 'out/fox-0.mp4'], sheet: 'out/sheet-0.png' });
  });

  test('of a share: the names and the record of all, a folder of its own for what is not finished, and no sheet', async () => {
    const asked = { prompt: ['fox'], count: 20, out: 'out/{n}.mp4' };
    const [whole, share] = [await sampling(asked), await sampling({ ...asked, share: { index: 1, of: 4 } })];
    expect(share.record).toEqual(whole.record);
    expect(share.videos).toEqual(whole.videos);
    expect(share.keep).toBe(join('out', '.{n}.mp4.1-of-4.unfinished'));
    const shared = { index: 1, of: 4 };
    await expect(sampling({ ...asked, share: shared, out: 'out/all.mp4' })).rejects.toThrow(/E_SET[^]*out\/all\.mp4/);
    await expect(sampling({ ...asked, share: shared, sheet: 'x.png' })).rejects.toThrow(/E_SET[^]*--sheet/);
  });

  test('a file that stands for coarser levels', async () => {
    const { values } = await sampling({ from: { level: 1, path: clip }, strength: 0.5 });
    expect(values).toMatchObject({ in: clip, at: 1, strength: 0.5, frames: 16 });
  });

  test('what an earlier sampling asked for, where no flag says something else', async () => {
    const asked = {
      prompt: ['fox'],
      guidance: [3],
      steps: [4, 2],
      seed: 5,
      precision: 'bf16',
      showLevels: true,
    } as const;
    const { record } = await sampling(asked);
    expect(record.parameters).toMatchObject({ precision: 'bf16' });
    const like = join(folder, 'fox.json');
    writeFileSync(like, JSON.stringify(record));
    const again = await samplingOf({ set: {}, like });
    expect(again.record).toEqual(record);
    expect(again.document).toMatchObject({ nodes: { beside: {} } });
    const changed = await samplingOf({ set: {}, like, seed: 6, prompt: ['owl', 'elk'], steps: [3] });
    expect(changed.values).toMatchObject({ seed: 6, prompts: ['owl', 'elk'], count: 2, guidance: [3] });
    expect(changed.record.cascade.levels.map(({ steps }) => steps)).toEqual([3, 3]);
  });

  test('the rate is that of the checkpoint, unless a flag, --set or a file that stands for levels says otherwise', async () => {
    const rateOf = async (flags: Partial<SamplingFlags>) => (await sampling(flags)).values['fps'];
    expect(await rateOf({})).toBe(12);
    expect(await rateOf({ untilLevel: 0 })).toBe(3);
    expect(await rateOf({ fps: 24 })).toBe(24);
    expect(await rateOf({ set: { fps: '5' } })).toBe('5');
    expect(await rateOf({ from: { level: 0, path: clip } })).toBe(0);
  });

  test('--set goes before flags', async () => {
    expect((await sampling({ count: 2, set: { count: '3', cascade: classes } })).values).toMatchObject({ count: '3' });
  });

  test.each<[Partial<SamplingFlags>, RegExp]>([
    [{ cascade: classes, prompt: ['fox'] }, /--prompt for a cascade with texts[^]*with classes[^]*try +--class 0/],
    [{ class: ['1'] }, /--class for a cascade with classes[^]*with texts[^]*try +--prompt/],
    [{ prompt: ['fox'], class: ['1'] }, /--prompt or --class[^]*both/],
    [{ prompt: ['fox', 'owl'], count: 1 }, /--count of at least the 2 of --prompt[^]*try +--count 2/],
    [{ cascade: classes, class: ['99'] }, /--class from 0 to \d+[^]*got +99[^]*try +--class 0/],
    [{ negative: 'blurred' }, /--prompt beside --negative/],
    [{ guidanceInterval: [0, 1] }, /beside --guidance-interval/],
    [{ strength: 0.5 }, /--from beside --strength/],
    [{ untilLevel: 2 }, /--until-level {2}E_LEVEL[^]*0 to 1/],
    [{ untilLevel: 0, from: { level: 1, path: 'x.mp4' } }, /--from {2}E_LEVEL/],
  ])('%j is refused', async (flags, message) => {
    await expect(sampling(flags)).rejects.toThrow(message);
  });
});
