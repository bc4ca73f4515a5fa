import { describe, expect, test } from '@jest/globals';
import { whyFailed } from '../../../operators/ffmpeg/why-failed.js';

// what ffmpeg 7.0 and that of 2018 say, from real runs
describe.each([
  [
    'E_DAMAGED',
    'a file that is cut off within its first frame',
    `[h264 @ 0x1] Error splitting the input into NAL units.
[vist#0:0/h264 @ 0x2] [dec:h264 @ 0x3] Decoding error: Invalid data found when processing input
[vist#0:0/h264 @ 0x2] [dec:h264 @ 0x3] Decode error rate 1 exceeds maximum 0.666667
[fc#0 @ 0x4] Task finished with error code: -1094995529 (Invalid data found when processing input)
[vost#1:0/rawvideo @ 0x5] Could not open encoder before EOF`,
    /^\[h264 @ 0x1\] Error splitting.*\n +\[vist.*Decoding error: Invalid data found when processing input$/,
  ],
  [
    'E_DAMAGED',
    'such a file, in 2018',
    `[mov,mp4,m4a,3gp,3g2,mj2 @ 0x1] stream 0, offset 0x116e: partial file
/a b/cut.mp4: Invalid data found when processing input
Cannot determine format of input stream 0:0 after EOF
Error marking filters as finished`,
    /partial file\n.*cut.mp4: Invalid data/,
  ],
  ['E_DAMAGED', 'a file that ends after its header', 'Cannot determine format of input 0:0 after EOF', /^$/],
  [
    'E_NOT_VIDEO',
    'noise on a pipe',
    `[in#0 @ 0x1] Error opening input: Invalid data found when processing input
Error opening input file pipe:0.
Error opening input files: Invalid data found when processing input`,
    /^\[in#0 @ 0x1\] Error opening input: Invalid data found when processing input$/,
  ],
  [
    'E_NOT_VIDEO',
    'noise on a pipe, in 2018',
    'pipe:0: Invalid data found when processing input',
    /^pipe:0: Invalid data/,
  ],
  [
    'E_NO_VIDEO',
    'sound on a pipe',
    "Stream specifier ':V:0' in filtergraph description [0:V:0] matches no streams.",
    /V:0/,
  ],
  [
    'E_FFMPEG',
    'a filter that there is not',
    "[AVFilterGraph @ 0x1] No such filter: 'nope'\nConversion failed!",
    /^.*'nope'$/,
  ],
  ['E_FFMPEG', 'nothing', '', /^$/],
])('%s: %s', (code, _, complaints, said) => {
  test('is found in the messages, without those about what followed', () => {
    const found = whyFailed(complaints);
    expect(found.code).toBe(code);
    expect(found.said).toMatch(said);
  });
});
