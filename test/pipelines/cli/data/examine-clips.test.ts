import { expect, test } from '@jest/globals';
import { examineClips, type ExaminedClip } from '../../../../pipelines/cli/data/examine-clips.js';
import { fileClip, makeVideo, scratchFolder } from '../../../operators/clips/media-files.js';

const folder = scratchFolder();
const { signal } = new AbortController();
const decodedOf = ({ facts }: ExaminedClip): number | string => ('reason' in facts ? facts.reason : facts.decoded);
const variable = ['-fps_mode', 'vfr', '-enc_time_base', '1:1000', '-pix_fmt', 'yuv420p'];

test('the frames of a variable rate are those that come out of it, not those that its header lets expect', async () => {
  const make = (name: string, times: string): Promise<void> =>
    makeVideo(`${folder}/${name}`, 'testsrc=s=64x48:r=10:d=2', ['-vf', `settb=1/1000,setpts='${times}'`, ...variable]);
  // ten frames in a second, then one every half second: until 5.5 s, of which the header of the MP4 says 4.7 s
  await make('slower.mp4', 'if(lt(N,10),N*100,1000+(N-10)*500)');
  // the last of twenty frames is 4 s late
  await make('late.mkv', 'N*100+if(gte(N,19),4000,0)');
  const clips = [fileClip(`${folder}/slower.mp4`), fileClip(`${folder}/late.mkv`)];
  // numbers of `ffmpeg -i FILE -vf fps=3 -f framecrc -`
  expect((await examineClips(clips, { fps: 3, needed: 16, signal })).map(decodedOf)).toEqual([17, 30]);
});

test('a part that begins after the end of its video cannot be read, as in training', async () => {
  await makeVideo(`${folder}/a.mp4`, 'testsrc=s=64x48:r=10:d=2', ['-pix_fmt', 'yuv420p']);
  const clips = [{ start: 5, end: 6 }, { start: 0.5, end: 1.5 }, {}].map((part) => fileClip(`${folder}/a.mp4`, part));
  expect((await examineClips(clips, { fps: 0, needed: 16, signal })).map(decodedOf)).toEqual([
    expect.stringMatching(/no frames in the part/),
    10,
    20,
  ]);
});
