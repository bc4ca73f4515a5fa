import { registryOf, type AnyOperator } from '../dsl/index.js';
import { classes } from './condition/classes.js';
import { text } from './condition/text.js';
import { encode } from './context/encode.js';
import { fuse } from './context/fuse.js';
import { level } from './denoise/level.js';
import { load } from './denoise/load.js';
import { pyramid as denoisePyramid } from './denoise/pyramid.js';
import { solve } from './denoise/solve.js';
import { imageSheet } from './image/sheet.js';
import { add } from './noise/add.js';
import { canvas } from './noise/canvas.js';
import { pyramid } from './patch/pyramid.js';
import { tiles } from './patch/tiles.js';
import { average } from './stitch/average.js';
import { checkpoint } from './train/checkpoint.js';
import { loss } from './train/loss.js';
import { step } from './train/step.js';
import { videoClamp } from './video/clamp.js';
import { movingDigits } from './video/moving-digits.js';
import { videoFrames } from './video/frames.js';
import { videoRead } from './video/read.js';
import { videoTensor } from './video/tensor.js';
import { videoWrite } from './video/write.js';

/** Every operator of the house, by the parts of its id: `op.video.read` is `video.read`, `op.video.movingDigits` is `video.moving-digits`. */
export const op = {
  condition: { classes, text },
  context: { encode, fuse },
  denoise: { level, load, pyramid: denoisePyramid, solve },
  image: { sheet: imageSheet },
  noise: { add, canvas },
  patch: { pyramid, tiles },
  stitch: { average },
  train: { checkpoint, loss, step },
  video: {
    clamp: videoClamp,
    frames: videoFrames,
    movingDigits,
    read: videoRead,
    tensor: videoTensor,
    write: videoWrite,
  },
};

/** The same operators as documents name them. */
export const operators = registryOf(Object.values(op).flatMap((family) => Object.values<AnyOperator>(family)));
