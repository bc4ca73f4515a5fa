import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { load, open, type PipelineDocument } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';
import { askFfprobe } from '../../../operators/ffmpeg/ffprobe.js';
import { appeared } from './appeared.js';
import { children, ffmpeg, readAll, readWhole, scratch, timesOf, write } from './clips.js';

const { folder, remove } = scratch();
const at = (name: string): string => join(folder, name);
afterAll(remove);

const documentOf = (path: string): PipelineDocument => ({
  hpdm: 1,
  nodes: {
    camera: { op: 'video.read', with: { path, chunk: 4 } },
    playlist: {
      op: 'video.write',
      in: { frames: 'camera.frames' },
      with: { path: at('o/live.m3u8'), mode: 'event', preset: 'ultrafast' },
    },
    recording: {
      op: 'video.write',
      in: { frames: 'camera.frames' },
      with: { path: at('o/rec.mp4'), preset: 'ultrafast' },
    },
  },
});

test('an endless source: the playlist grows in its place, and what was made is kept when the run has had enough', async () => {
  mkdirSync(at('o'));
  const enough = new AbortController();
  const running = await open(await load(documentOf('lavfi:testsrc=s=64x48:r=25'), {}, operators), {
    enough: enough.signal,
  });
  await appeared(at('o/live.m3u8'));
  expect(readFileSync(at('o/live.m3u8'), 'utf8')).not.toContain('ENDLIST');
  enough.abort();
  await running.finished;
  expect(readFileSync(at('o/live.m3u8'), 'utf8')).toContain('#EXT-X-ENDLIST');
  const [kept, shown] = [await timesOf(at('o/rec.mp4')), await readWhole({ path: at('o/live.m3u8') })];
  expect(kept.length).toBeGreaterThan(25);
  expect(shown.count).toBe(kept.length);
  expect(children()).toEqual([]);
}, 60_000);

test('a source with an end is cancelled instead, and leaves nothing', async () => {
  await ffmpeg(
    '-f',
    'lavfi',
    '-i',
    'testsrc=s=320x240:r=25:d=20',
    '-pix_fmt',
    'yuv420p',
    '-preset',
    'ultrafast',
    at('long.mp4'),
  );
  mkdirSync(at('p'));
  const enough = new AbortController();
  const nodes = {
    read: { op: 'video.read', with: { path: at('long.mp4'), chunk: 1 } },
    file: { op: 'video.write', in: { frames: 'read.frames' }, with: { path: at('p/x.mp4') } },
  };
  const running = await open(await load({ hpdm: 1, nodes }, {}, operators), {
    enough: enough.signal,
    onEvent: (event) => {
      if (event.type === 'progress') enough.abort();
    },
  });
  await expect(running.finished).rejects.toMatchObject({ code: 'E_CANCELLED', exitCode: 130 });
  expect(readdirSync(at('p'))).toEqual([]);
}, 60_000);

/** Codec and tag of every stream of a file. */
async function streamsOf(name: string): Promise<string[]> {
  const answer = await askFfprobe(['-show_streams', at(name)], new AbortController().signal);
  if (!('json' in answer)) throw new Error(answer.said);
  const { streams } = answer.json as { streams: { codec_name: string; codec_tag_string: string }[] };
  return streams.map(({ codec_name, codec_tag_string }) => `${codec_name} ${codec_tag_string}`);
}

test('sound goes from file to file: as it is where the container takes it, else encoded anew, or none', async () => {
  await ffmpeg(
    '-f',
    'lavfi',
    '-i',
    'testsrc=s=64x48:r=25:d=2',
    '-f',
    'lavfi',
    '-i',
    'sine=d=2',
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
    at('s.mp4'),
  );
  const frames = await readAll({ path: at('s.mp4') });
  await write(frames, { path: at('kept.mp4') });
  await write(frames, { path: at('kept.webm') });
  await write(frames, { path: at('mute.mp4'), audio: 'none' });
  expect(await streamsOf('kept.mp4')).toEqual(['h264 avc1', 'aac mp4a']);
  expect((await streamsOf('kept.webm')).map((stream) => stream.split(' ')[0])).toEqual(['vp9', 'opus']);
  expect((await streamsOf('mute.mp4')).length).toBe(1);
}, 60_000);

test('H.265 in mp4 carries the tag that Apple plays', async () => {
  await write(await readAll({ path: at('s.mp4'), frames: 5 }), {
    path: at('h.mp4'),
    codec: 'libx265',
    preset: 'ultrafast',
    audio: 'none',
  });
  expect(await streamsOf('h.mp4')).toEqual(['hevc hvc1']);
}, 60_000);

test('transparent pixels show the background', async () => {
  mkdirSync(at('alpha'));
  await ffmpeg('-f', 'lavfi', '-i', 'color=c=red@0.0:s=16x16:d=1:r=1,format=rgba', at('alpha/01.png'));
  const { data } = await readWhole({ path: at('alpha/%02d.png'), background: '#00ff00' });
  expect([...data.subarray(0, 3)]).toEqual([0, 255, 0]);
});
