import { describe, expect, test } from '@jest/globals';
import { deviceOf, isDevice, unopened } from '../../../operators/ffmpeg/device.js';

const place = 'nodes.camera.with.path';

describe('ffmpeg is told', () => {
  // forms and options as in ffmpeg's documentation of its devices (ffmpeg-devices)
  test.each<[NodeJS.Platform, string, string]>([
    ['linux', 'v4l2:/dev/null', '-f v4l2 -i /dev/null'],
    ['linux', 'x11grab::0.0+10,20', '-f x11grab -i :0.0+10,20'],
    ['darwin', 'avfoundation:0', '-f avfoundation -framerate 30 -i 0'],
    ['darwin', 'avfoundation:FaceTime HD Camera', '-f avfoundation -framerate 30 -i FaceTime HD Camera'],
    ['win32', 'dshow:video=Integrated Camera', '-f dshow -rtbufsize 256M -i video=Integrated Camera'],
    ['win32', 'gdigrab:desktop', '-f gdigrab -i desktop'],
    ['darwin', 'lavfi:testsrc=s=64x48', '-f lavfi -i testsrc=s=64x48'],
  ])('on %s, of %s: %s', async (system, path, line) => {
    expect((await deviceOf(path, place, system))?.join(' ')).toBe(line);
    expect(isDevice(path)).toBe(true);
  });

  test.each(['a.mp4', 'rtsp://camera', 'C:\\a.mp4', 'v4l2:', 'v4l2://x'])(
    'nothing of %s, which is no device',
    async (path) => {
      expect([await deviceOf(path, place), isDevice(path)]).toEqual([undefined, false]);
    },
  );
});

test.each<[NodeJS.Platform, string, RegExp]>([
  ['linux', 'avfoundation:0', /a device of Linux[^]*for macOS[^]*try +path: v4l2:\/dev\/video0/],
  ['darwin', 'dshow:video=x', /a device of macOS[^]*for Windows[^]*try +path: avfoundation:0/],
  ['win32', 'v4l2:/dev/video0', /a device of Windows[^]*for Linux[^]*try +path: dshow:video=NAME/],
])('%s has no %s', async (system, path, says) => {
  const refused = deviceOf(path, place, system);
  await expect(refused).rejects.toMatchObject({ code: 'E_DEVICE', exitCode: 2 });
  await expect(refused).rejects.toThrow(says);
});

test('a camera that is not there is refused by its name, with those that are', async () => {
  const refused = deviceOf('v4l2:/dev/video4711', place, 'linux');
  await expect(refused).rejects.toThrow(/E_DEVICE[^]*no device at \/dev\/video4711; there (is no camera|are video\d)/);
});

// what ffmpeg 4.1 and 7.0 said
test.each([
  [
    'lavfi:tetssrc',
    "[lavfi @ 0x2023cc40] No such filter: 'tetssrc'",
    /a test source of ffmpeg[^]*try +path: lavfi:testsrc/,
  ],
  ['lavfi:a=1', '[AVFilterGraph @ 0x5]\n[in#0 @ 0x5] Error opening input: Filter not found', /Filter not found/],
  ['lavfi:a=1', 'a=1: Invalid argument', /Invalid argument/],
  ['x11grab::7', '[x11grab @ 0x562e0536bb40] Cannot open display :7, error 1.', /a camera or a screen[^]*:7/],
])('%s that ffmpeg does not open is its own fault: %s', (path, said, says) => {
  expect(unopened(path, said, place)).toMatchObject({ code: 'E_DEVICE', message: expect.stringMatching(says) });
});

test.each([
  ['lavfi:testsrc', "[AVFilterGraph @ 0x5] No such filter: 'hfilp'"],
  ['a.mp4', '[in#0 @ 0x5] Error opening input: Invalid data'],
])('and what ffmpeg says else of %s is not: %s', (path, said) => {
  expect(unopened(path, said, place)).toBeUndefined();
});
