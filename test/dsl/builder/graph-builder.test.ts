import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { readSource } from '../../../dsl/document/read-source.js';
import { graph, input, load, param, run, type Graph } from '../../../dsl/index.js';
import { type GraphDefinition } from '../../../dsl/builder/graph-builder.js';
import { op, operators } from '../../../operators/index.js';
import { level } from '../../../docs/examples/typescript/level.js';
import { sample } from '../../../docs/examples/typescript/sample.js';
import { train } from '../../../docs/examples/typescript/train.js';
import { edges, folderOf, settings } from '../numbers.js';

/** What a graph does: its nodes, operators, settings, edges and bodies, not where they were written. */
const meaning = ({ nodes, about, out, inFlight }: Graph): unknown => ({
  about,
  out,
  inFlight,
  nodes: nodes.map(({ name, operator, settings, inputs, body }) => ({
    name,
    operator: operator.id,
    settings,
    inputs,
    body: body && {
      out: body.out,
      nodes: body.nodes.map(({ name, operator, settings, inputs }) => ({
        name,
        operator: operator.id,
        settings,
        inputs,
      })),
    },
  })),
});

describe('a graph written in TypeScript', () => {
  test.each([
    ['sample', sample],
    ['train', train],
  ])('is the graph that pipelines/%s.yaml is, as an object and as YAML', async (name, definition) => {
    const { document } = definition as GraphDefinition;
    const folder = folderOf({});
    const file = join(folder, `${name}.yaml`);
    // names of files in YAML begin at the document
    writeFileSync(
      file,
      stringify(document).replaceAll(/\bpipelines(?=\/\S+\.yaml)/g, join(process.cwd(), 'pipelines')),
    );
    const handwritten = meaning(await load(`pipelines/${name}.yaml`, {}, operators));
    expect(meaning(await load(document, {}, operators))).toEqual(handwritten);
    expect(meaning(await load(file, {}, operators))).toEqual(handwritten);
  });

  test('is the document of pipelines/level.yaml, word for word', () => {
    const { hpdm, about, in: inputs, nodes, out } = readSource('pipelines/level.yaml').value as typeof level.document;
    expect(level.document).toMatchObject({ hpdm, about, in: inputs, nodes, out });
  });

  test('names its nodes, edges and settings as they are written', async () => {
    const enlarge = graph(
      {
        about: 'Enlarge.',
        params: { in: param.path(), scale: param.int({ default: 2, min: 1 }) },
        limits: { memory: '1GiB' },
      },
      (g, { in: path, scale }) => {
        const clip = g.node('clip', op.video.read, { path });
        g.node('file', op.video.write, { frames: clip.frames }, { path: `${String(scale)}-times.mp4`, scale });
        return { frames: clip.frames };
      },
    );
    expect(enlarge.document).toEqual({
      hpdm: 1,
      about: 'Enlarge.',
      limits: { memory: '1GiB' },
      params: { in: { type: 'path' }, scale: { type: 'int', default: 2, min: 1 } },
      nodes: {
        clip: { op: 'video.read', with: { path: '${in}' } },
        file: {
          op: 'video.write',
          in: { frames: 'clip.frames' },
          with: { path: '${scale}-times.mp4', scale: '${scale}' },
        },
      },
      out: { frames: 'clip.frames' },
    });
    const graphOf = await load(enlarge.document, { in: 'a.mp4', scale: 3 }, operators);
    expect(settings(graphOf, 'file')).toMatchObject({ path: '3-times.mp4', scale: 3 });
  });

  test('repeats a node for the levels from one on, the first of which reads what else names', () => {
    const { document } = graph({ params: { cascade: param.cascade() } }, (g, { cascade }) => {
      const { video } = g.node('first', op.video.movingDigits, {});
      const use = ({ previous }: { previous: { video: typeof video } }) => ({
        in: { video: previous.video.else(video) },
      });
      return { video: g.levels('finer', cascade, op.video.clamp, use, { from: 1 }).last.video };
    });
    expect(document.nodes['finer']).toEqual({
      for: 'levels of ${cascade} from 1 to -1',
      op: 'video.clamp',
      in: { video: 'finer[<].video else first.video' },
    });
  });

  test('has each of its graphs once, graphs of graphs too, under names of their own', async () => {
    const small = op.video.clamp;
    const inner = graph({ in: { video: input(small.in.video, 'any') } }, (g, _, { video }) =>
      g.node('clamp', small, { video }),
    );
    const outer = graph({ in: { video: input(small.in.video, 'any') } }, (g, _, { video }) => {
      const { video: once } = g.node('part', inner, { video });
      return g.node('again', inner, { video: once });
    });
    const whole = graph({ params: { path: param.path({ default: 'a.mp4' }) } }, (g, { path }) => {
      const { frames } = g.node('clip', op.video.read, { path });
      const { video } = g.node('tensor', op.video.tensor, { frames });
      const parts = g.each('part', [1, 2], outer, () => ({ in: { video } }));
      g.node('sheet', op.image.sheet, { videos: parts.all.video }, { path: 'a.png' });
      g.node('file', op.video.write, g.node('bytes', op.video.frames, { video: parts.at(1).video }), { path: 'b.mp4' });
    });
    expect(Object.keys(whole.document.graphs ?? {})).toEqual(['part', 'part-2']);
    expect(edges(await load(whole.document, {}, operators))).toEqual([
      'clip',
      'tensor: frames ← clip.frames',
      'part.0.part.clamp: video ← tensor.video',
      'part.0.again.clamp: video ← part.0.part.clamp.video',
      'part.1.part.clamp: video ← tensor.video',
      'part.1.again.clamp: video ← part.1.part.clamp.video',
      'sheet: videos.0 ← part.0.again.clamp.video, videos.1 ← part.1.again.clamp.video',
      'bytes: video ← part.1.again.clamp.video',
      'file: frames ← bytes.frames',
    ]);
  });

  test('says that copies are jobs of their own', () => {
    const copy = graph({ params: { to: param.path({}) } }, (g, { to }) => {
      g.node('file', op.video.write, g.node('clip', op.video.read, { path: 'a.mp4' }), { path: to });
    });
    const { document } = graph({}, (g) => {
      g.each('many', ['b.mp4', 'c.mp4'], copy, ({ item }) => ({ with: { to: item } }), { spread: 'jobs' });
    });
    expect(document.nodes['many']).toMatchObject({ for: ['b.mp4', 'c.mp4'], spread: 'jobs' });
  });

  test('does not take a name twice', () => {
    expect(() =>
      graph({}, (g) => {
        g.node('clip', op.video.read, { path: 'a.mp4' });
        g.node('clip', op.video.read, { path: 'b.mp4' });
      }),
    ).toThrow(/two nodes are called "clip"/);
  });

  test('runs as a document does', async () => {
    const missing = graph({}, (g) => {
      const { frames } = g.node('clip', op.video.read, { path: 'nowhere.mp4' });
      g.node('file', op.video.write, { frames }, { path: 'out/never.mp4' });
    });
    await expect(run(await load(missing.document, {}, operators))).rejects.toThrow(/E_FILE_MISSING/);
  });
});
