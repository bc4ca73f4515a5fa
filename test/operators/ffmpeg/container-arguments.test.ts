import { describe, expect, test } from '@jest/globals';
import { containerArguments, outputArguments, type Mode } from '../../../operators/ffmpeg/container-arguments.js';
import { parseTarget, type Target } from '../../../operators/ffmpeg/target.js';

const target = (path: string, codec = ''): Target => parseTarget(path, codec, '', 'with.path');
const container = (path: string, mode: Mode = 'vod', codec = ''): string =>
  containerArguments(target(path, codec), mode, '/tmp/a').join(' ');

describe('the container', () => {
  test('of a complete mp4 has its index in front; one that grows is fragmented', () => {
    expect(container('a.mp4')).toBe('-movflags +faststart');
    expect(container('a.mp4', 'event')).toMatch(/-movflags frag_keyframe/);
  });

  test('of H.265 in mp4 has the tag that Apple plays', () => {
    expect(container('a.mp4', 'vod', 'libx265')).toMatch(/-tag:v hvc1/);
    expect(container('a.mp4', 'vod', 'libx264')).not.toMatch(/hvc1/);
  });

  test('of a playlist has a key frame at each segment; a live one keeps only the newest', () => {
    expect(container('a.m3u8')).toMatch(/-force_key_frames .*-f hls .*-hls_list_size 0 .*-hls_playlist_type vod/);
    expect(container('a.m3u8', 'live')).toMatch(/-hls_list_size 6 .*delete_segments/);
    expect(container('a.mpd')).toMatch(/-f dash /);
  });

  test('of a playlist is mp4 where MPEG-TS has no place for the codec', () => {
    expect(container('a.m3u8', 'vod', 'libx264')).not.toMatch(/fmp4/);
    expect(container('a.m3u8', 'vod', 'libx265')).toMatch(/fmp4 .*-tag:v hvc1.*a-%05d\.m4s/);
    expect(container('a.mpd', 'vod', 'hevc_nvenc')).toMatch(/-tag:v hvc1/);
  });

  test('of .m4v is what takes the codec, and mp4 on a pipe is fragmented', () => {
    expect(container('a.m4v', 'vod', 'libx265')).toBe('-f mp4 -movflags +faststart -tag:v hvc1');
    expect(container('a.m4v')).toBe('-movflags +faststart');
    const pipe = parseTarget('-', 'libx265', 'mp4', 'with.path');
    expect(containerArguments(pipe, 'vod', '').join(' ')).toMatch(/^-f mp4 -movflags frag_.* -tag:v hvc1$/);
  });

  test.each(['a.apng', 'a.webp'])('of moving pictures repeats them without end: %s', (path) => {
    expect(container(path)).toMatch(/-(plays|loop) 0/);
  });
});

describe('the output', () => {
  test('is a file in the folder, whatever its name looks like', () => {
    expect(outputArguments(target('x/-odd.mp4'), '/tmp/a')).toEqual(['file:/tmp/a/-odd.mp4']);
  });

  test('of pictures is a pattern in which percent signs of the folder are no numbers', () => {
    expect(outputArguments(target('frames/'), '/tmp/50%')).toEqual(['file:/tmp/50%%/%05d.png']);
  });

  test('of a stream is its address', () => {
    expect(outputArguments(target('rtmp://host/live'), '/tmp/a')).toEqual(['rtmp://host/live']);
  });
});
