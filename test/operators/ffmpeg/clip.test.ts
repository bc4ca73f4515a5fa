import { describe, expect, test } from '@jest/globals';
import { clipOf } from '../../../operators/ffmpeg/clip.js';

const film = {
  ...{ index: 2, codec_type: 'video', width: 1920, height: 1080, sample_aspect_ratio: '1:1', pix_fmt: 'yuv420p' },
  ...{ r_frame_rate: '30000/1001', avg_frame_rate: '30000/1001', time_base: '1/30000', field_order: 'progressive' },
};
const packets = (times: readonly number[]) => times.map((time) => ({ stream_index: 2, pts_time: time.toFixed(6) }));

describe('what ffprobe says, read', () => {
  test('size, rate and length of the first video stream, not of sound or cover pictures', () => {
    const cover = { codec_type: 'video', width: 500, height: 500, disposition: { attached_pic: 1 } };
    const clip = clipOf({ format: { duration: '62.5' }, streams: [{ codec_type: 'audio' }, cover, film] });
    expect(clip).toMatchObject({ width: 1920, height: 1080, seconds: 62.5, sound: true, variable: false });
    expect(clip?.rate).toBeCloseTo(30000 / 1001, 9);
  });

  test.each([
    ['beside the stream', { side_data_list: [{ rotation: -90 }] }],
    ['in its tags, as older ones say it', { tags: { rotate: '90' } }],
  ])('a phone held upright: %s', (_, turned) => {
    expect(clipOf({ streams: [{ ...film, ...turned }] })).toMatchObject({ width: 1080, height: 1920 });
  });

  test('pixels that are not square', () => {
    expect(clipOf({ streams: [{ ...film, width: 720, height: 576, sample_aspect_ratio: '64:45' }] })).toMatchObject({
      width: 1024,
      height: 576,
    });
  });

  test('nothing to see', () => {
    expect(clipOf({ streams: [{ codec_type: 'audio' }] })).toBeUndefined();
    expect(clipOf({})).toBeUndefined();
  });

  test('high range, fields and transparency', () => {
    const streams = [{ ...film, color_transfer: 'arib-std-b67', field_order: 'tt', pix_fmt: 'yuva420p' }];
    expect(clipOf({ streams })).toMatchObject({ hdr: 'arib-std-b67', interlaced: true, alpha: true });
    expect(clipOf({ streams: [film] })).toMatchObject({ interlaced: false, alpha: false });
    expect(clipOf({ streams: [film] })?.hdr).toBeUndefined();
  });
});

test('transparency beside the frames of a WebM, which only one decoder reads', () => {
  const webm = { ...film, codec_name: 'vp9', tags: { alpha_mode: '1' } };
  expect(clipOf({ streams: [webm] })).toMatchObject({ alpha: true, decoder: 'libvpx-vp9' });
  expect(clipOf({ streams: [{ ...webm, tags: {} }] })?.decoder).toBeUndefined();
});

test('whether its format has an index', () => {
  const indexed = (format_name: string) => clipOf({ format: { format_name }, streams: [film] })?.indexed;
  expect(['mov,mp4,m4a,3gp,3g2,mj2', 'matroska,webm', 'flv', 'hls'].map(indexed)).toEqual([true, true, true, true]);
  expect(['mpegts', 'mpeg', 'h264', 'avi'].map(indexed)).toEqual([false, false, false, false]);
});

describe('the rate', () => {
  const rateOf = (times: readonly number[], said: object = {}) => {
    const { rate, variable } = clipOf({ streams: [{ ...film, ...said }], packets: packets(times) }) ?? {};
    return { rate, variable };
  };
  const even = (rate: number, count = 100) => Array.from({ length: count }, (_, k) => 1.5 + k / rate);

  test('is that which explains every time, though the file declares another: two fields a frame, a unit of time', () => {
    expect(rateOf(even(25), { r_frame_rate: '50/1', avg_frame_rate: '25/1' })).toEqual({ rate: 25, variable: false });
    const browser = { r_frame_rate: '1000/1', avg_frame_rate: '0/0', time_base: '1/1000' };
    expect(rateOf(even(30), browser)).toEqual({ rate: 30, variable: false });
  });

  test('times rounded to milliseconds are those of a constant rate; packets come in the order of decoding', () => {
    const rounded = even(30000 / 1001).map((time) => Math.round(time * 1000) / 1000);
    const reordered = rounded.map((time, k) => rounded[k % 2 === 0 ? k + 1 : k - 1] ?? time);
    const said = { r_frame_rate: '30000/1001', avg_frame_rate: '989/33', time_base: '1/1000' };
    const { rate, variable } = rateOf(reordered, said);
    expect([rate?.toFixed(6), variable]).toEqual([(30000 / 1001).toFixed(6), false]);
  });

  test('a frame that is missing or late makes it variable, with the average as its rate', () => {
    const gap = even(30).filter((_, k) => k !== 40);
    expect(rateOf(gap)).toMatchObject({ variable: true });
    expect(rateOf(gap).rate).toBeCloseTo(98 / (99 / 30), 6);
  });

  test('frames that are stored after the last packet that was asked for do not count as missing', () => {
    const shown = even(25, 300);
    // stored in the order 4 1 2 3 8 5 6 7 …
    const stored = shown.map((_, k) => shown[k % 4 === 0 ? k + 3 : k - 1] ?? 0).slice(0, 250);
    expect(rateOf(stored, { r_frame_rate: '0/0', avg_frame_rate: '0/0' })).toEqual({ rate: 25, variable: false });
  });

  test('times of some frames only tell nothing', () => {
    const streams = [{ ...film, avg_frame_rate: '25/1', r_frame_rate: '25/1' }];
    const known = packets(even(25)).map((packet, k) => (k % 3 === 0 ? packet : { stream_index: 2 }));
    expect(clipOf({ streams, packets: known })).toMatchObject({ rate: 25, variable: false });
  });

  test('without times it is what the file declares', () => {
    expect(rateOf([], { avg_frame_rate: '25/1' })).toEqual({ rate: 25, variable: false });
  });
});
