import { expect, test } from '@jest/globals';
import { statedSeconds } from '../../../operators/ffmpeg/stated-seconds.js';

test.each([
  ['an mp4 of its track', { duration: '2.5' }, { format_name: 'mov,mp4,m4a,3gp,3g2,mj2', duration: '9' }, 2.5],
  ['an avi by its number of frames', { nb_frames: '50', duration: '1' }, { format_name: 'avi' }, 2],
  ['an flv as a whole', {}, { format_name: 'flv', duration: '7' }, 7],
  [
    'a Matroska from its start on',
    { tags: { DURATION: '01:00:02.700000000' }, start_time: '0.7' },
    { format_name: 'matroska,webm' },
    3602,
  ],
])('%s', (_, stream, format, seconds) => {
  expect(statedSeconds(stream, format, 25)).toBeCloseTo(seconds, 6);
});

test.each(['mpegts', 'h264', 'yuv4mpegpipe'])('%s states none: what ffprobe gives is a guess from its size', (name) => {
  expect(statedSeconds({ duration: '3' }, { format_name: name, duration: '3' }, 25)).toBeUndefined();
});
