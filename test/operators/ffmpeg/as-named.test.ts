import { expect, test } from '@jest/globals';
import { asNamed } from '../../../operators/ffmpeg/as-named.js';

const rtsp = ['-v', 'error', '-timeout', '9', '-i', 'rtsp://camera/1'];
const udp = ['-timeout', '9', '-i', 'udp://239.0.0.1:5000'];

test('RTSP waits for its server in ffmpeg 4.4, whose -timeout would listen, and in 5.0', () => {
  expect(asNamed({ library: [58, 76, 100] }, rtsp)).toEqual(['-v', 'error', '-stimeout', '9', '-i', 'rtsp://camera/1']);
  expect(asNamed({ library: [59, 16, 100] }, rtsp)).toEqual(rtsp);
});

test('nothing else has another name, nor has an output', () => {
  expect(asNamed({ library: [58, 76, 100] }, udp)).toEqual(udp);
  const output = ['-i', 'a.mp4', '-timeout', '9', 'rtsp://server/1'];
  expect(asNamed({ library: [58, 76, 100] }, output)).toEqual(output);
});
