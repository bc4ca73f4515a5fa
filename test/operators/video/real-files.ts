/** A file as it is found in the world, and how ffmpeg makes it from the numbered frames. */
export interface RealFile {
  readonly name: string;
  readonly what: string;
  /**
   * ffmpeg's arguments between the frames and the name of the file. Further steps start from the file of the step before, `{}`: arguments
   * for a step of ffmpeg, TURN and an angle (display rotation), or JOIN (all steps one after the other).
   */
  readonly make: string | readonly string[];
  /** Frames per second of the numbered frames; default 25. */
  readonly rate?: number;
  /** The numbers of the frames in it; default: all. */
  readonly numbers?: readonly number[];
  /** `uneven`: at the times of `unevenTime`; `other`: not compared, as ffmpeg guesses them; `none`: pictures without times; default: constant at `rate`. */
  readonly times?: 'uneven' | 'other' | 'none';
  /** Largest error of a colour in grey levels; default 2. Infinity: the colours are not those of the source. */
  readonly error?: number;
  /** Encoders and filters that an ffmpeg may lack. */
  readonly needs?: readonly string[];
}

/** Number of numbered frames. */
export const COUNT = 50;
const from = (first: number): number[] => Array.from({ length: COUNT - first }, (_, k) => first + k);

/** Sound as a second input. */
const SOUND = '-f lavfi -i sine=d=2 -c:a';
const H264 = '-c:v libx264 -crf 4 -pix_fmt yuv420p';
const H265 = '-c:v libx265 -crf 4 -x265-params log-level=error';
const BT709 =
  '-vf scale=out_color_matrix=bt709:out_range=tv -colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv';
/** Frames at the distances 40 and 120 ms in turn; ffmpeg rounds times down. */
const UNEVEN = '-vsync passthrough -vf setpts=(N*2-mod(N\\,2)+0.01)/25/TB';
/** The time of a frame of an uneven file in seconds. */
export const unevenTime = (frame: number): number => (frame * 2 - (frame % 2)) / 25;

export const REAL_FILES: readonly RealFile[] = [
  {
    name: 'phone.mp4',
    what: 'H.264 with B-frames and AAC, bt709',
    rate: 30000 / 1001,
    make: `${SOUND} aac ${H264} -bf 3 ${BT709}`,
  },
  { name: 'untagged.mp4', what: 'H.264 without colour tags: bt601', make: H264 },
  { name: 'hd60.mp4', what: '60000/1001 frames per second', rate: 60000 / 1001, make: `${H264} ${BT709}` },
  {
    name: 'turned.mp4',
    what: 'a phone held upright: turned by metadata',
    make: [`-vf transpose=1 ${H264}`, 'TURN 90'],
  },
  { name: 'upside.mov', what: 'turned by 180 degrees', make: [`-vf hflip,vflip ${H264}`, 'TURN 180'] },
  { name: 'wide.mp4', what: 'pixels that are not square', make: `-vf scale=64:96,setsar=2 ${H264}` },
  {
    name: 'full.mp4',
    what: 'full range',
    make: '-vf scale=out_range=pc:out_color_matrix=bt709,format=yuv420p -c:v libx264 -crf 4 -color_range pc -colorspace bt709',
  },
  { name: '444.mp4', what: 'H.264 4:4:4', make: '-c:v libx264 -crf 4 -pix_fmt yuv444p' },
  { name: 'rgb.mkv', what: 'H.264 in RGB, lossless', make: '-c:v libx264rgb -qp 0' },
  { name: 'uneven.mp4', what: 'variable rate', make: `${UNEVEN} ${H264} -bf 0 -use_editlist 0`, times: 'uneven' },
  { name: 'growing.mp4', what: 'fragmented', make: `${H264} -movflags frag_keyframe+empty_moov` },
  {
    name: 'cut.mp4',
    what: 'an edit list hides the first frames',
    make: [`${H264} -g 25 -bf 0`, '-ss 0.4 -i {} -c copy'],
    numbers: from(10),
  },
  {
    name: 'cover.mp4',
    what: 'a cover picture beside the video',
    make: [
      H264,
      '-i {} -f lavfi -i color=red:s=32x32:d=0.04:r=25 -map 0 -map 1 -c:v:0 copy -c:v:1 png -disposition:v:1 attached_pic',
    ],
  },
  {
    name: 'hevc10.mp4',
    what: 'H.265 in 10 bits',
    make: `${H265} -pix_fmt yuv420p10le -tag:v hvc1 ${BT709}`,
    needs: ['libx265'],
  },
  {
    name: 'pq.mp4',
    what: 'HDR, PQ',
    make: `${H265} -pix_fmt yuv420p10le -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc`,
    needs: ['libx265', 'zscale'],
    error: Infinity,
  },
  { name: 'prores.mov', what: 'ProRes 4:2:2 with PCM', make: `${SOUND} pcm_s16le -c:v prores_ks -profile:v 3` },
  { name: 'one.mp4', what: 'a single frame', make: `${H264} -frames:v 1`, numbers: [0] },
  {
    name: 'late.mkv',
    what: 'video that starts after its sound',

    make: `${SOUND} libvorbis -vf setpts=PTS+0.7/TB ${H264}`,
  },
  { name: 'ffv1.mkv', what: 'FFV1, lossless', make: '-c:v ffv1 -pix_fmt bgr0', error: 0 },
  {
    name: 'vp9.mkv',
    what: 'times rounded to milliseconds',
    rate: 24000 / 1001,
    make: '-c:v libvpx-vp9 -crf 4 -b:v 0 -cpu-used 8 -deadline realtime',
  },
  {
    name: 'browser.webm',
    what: 'a recording of a browser, VP8 at uneven times',
    make: `${UNEVEN} -c:v libvpx -crf 4 -b:v 4M`,
    times: 'uneven',
  },
  {
    name: 'same.webm',
    what: 'two frames of one time',
    make: '-vsync passthrough -vf setpts=(N-eq(N\\,9)+0.01)/25/TB -c:v libvpx -crf 4 -b:v 4M',
    times: 'other',
  },
  {
    name: 'alpha.webm',
    what: 'VP9 with transparency, opaque here',
    make: '-vf format=yuva420p -c:v libvpx-vp9 -crf 4 -b:v 0 -auto-alt-ref 0 -cpu-used 8',
  },
  { name: 'av1.webm', what: 'AV1', make: '-c:v libsvtav1 -crf 8 -preset 8 -pix_fmt yuv420p', needs: ['libsvtav1'] },
  { name: 'tv.ts', what: 'MPEG-TS with AAC', make: `${SOUND} aac ${H264}` },
  {
    name: 'interlaced.ts',
    what: 'MPEG-2, interlaced',
    make: '-c:v mpeg2video -q:v 1 -flags +ilme+ildct -top 1 -pix_fmt yuv420p',
  },
  { name: 'dvd.mpg', what: 'MPEG program stream', make: `${SOUND} mp2 -c:v mpeg2video -q:v 1 -bf 2` },
  { name: 'stream.flv', what: 'FLV', make: `${SOUND} aac ${H264}` },
  { name: 'xvid.avi', what: 'MPEG-4 in AVI with MP3', make: `${SOUND} libmp3lame -c:v mpeg4 -q:v 1`, times: 'other' },
  { name: 'camera.avi', what: 'Motion JPEG', make: '-c:v mjpeg -q:v 1 -pix_fmt yuvj422p' },
  { name: 'raw.avi', what: 'uncompressed, upside down in the file', make: '-c:v rawvideo -pix_fmt bgr24', error: 0 },
  { name: 'old.wmv', what: 'WMV', make: `${SOUND} wmav2 -c:v wmv2 -q:v 1` },
  { name: 'old.ogv', what: 'Theora', make: '-c:v libtheora -q:v 10', needs: ['libtheora'] },
  { name: 'old.3gp', what: 'H.263', rate: 30000 / 1001, make: '-c:v h263 -q:v 1' },
  { name: 'tape.dv', what: 'DV, interlaced', make: '-vf scale=720:576 -pix_fmt yuv420p -c:v dvvideo' },
  { name: 'broadcast.mxf', what: 'MXF', make: '-c:v mpeg2video -q:v 1 -pix_fmt yuv422p' },
  { name: 'raw.h264', what: 'H.264 without a container', make: H264 },
  {
    name: 'raw.hevc',
    what: 'H.265 without a container',
    make: `${H265} -pix_fmt yuv420p`,
    needs: ['libx265'],
  },
  { name: 'raw.y4m', what: 'YUV4MPEG2', make: '-pix_fmt yuv444p' },
  { name: 'raw.nut', what: 'raw video in NUT', make: '-c:v rawvideo', error: 0 },
  {
    name: 'anim.gif',
    what: 'GIF, each frame as long as it says',
    make: `${UNEVEN},split[a][b],[a]palettegen=stats_mode=single[p],[b][p]paletteuse=new=1`,
    times: 'uneven',
  },
  { name: 'anim.apng', what: 'animated PNG', make: `${UNEVEN} -plays 0`, times: 'uneven', error: 0 },
  {
    name: 'anim.webp',
    what: 'animated WebP',
    make: `${UNEVEN} -c:v libwebp_anim -lossless 1`,
    times: 'uneven',
    needs: ['libwebp_anim'],
  },
  { name: 'shot.%04d.png', what: 'numbered PNGs from 1001', make: '-start_number 1001', times: 'none', error: 0 },
  {
    name: 'deep.%d.tiff',
    what: 'TIFFs of 16 bits, numbers without zeros',
    make: '-pix_fmt rgb48le',
    times: 'none',
    error: 1,
  },
  { name: 'photo_%03d.jpg', what: 'JPEGs', make: '-q:v 1', times: 'none' },
  { name: 'list.m3u8', what: 'an HLS playlist on the disk', make: `${H264} -hls_time 1 -hls_list_size 0` },
  {
    name: 'sized.ts',
    what: 'a broadcast that changes its size',
    make: [H264, '-i {} -vf scale=64:48 -c:v libx264 -crf 4', 'JOIN'],
    numbers: [...from(0), ...from(0)],
  },
];
