import { registryOf, type AnyOperator } from '../dsl/index.js';
import { conditionBatches } from './condition/batches.js';
import { conditionClasses } from './condition/classes.js';
import { conditionDrop } from './condition/drop.js';
import { contextEncode } from './context/encode.js';
import { contextFuse } from './context/fuse.js';
import { dataBatch } from './data/batch.js';
import { dataCaptions } from './data/captions.js';
import { dataFirst } from './data/first.js';
import { dataFolder } from './data/folder.js';
import { dataHoldOut } from './data/hold-out.js';
import { dataImages } from './data/images.js';
import { dataOpen } from './data/open.js';
import { dataPatches } from './data/patches.js';
import { dataRepeat } from './data/repeat.js';
import { dataShards } from './data/shards.js';
import { dataShuffle } from './data/shuffle.js';
import { dataStrips } from './data/strips.js';
import { dataTake } from './data/take.js';
import { dataTexts } from './data/texts.js';
import { dataUcf101 } from './data/ucf101.js';
import { dataVideos } from './data/videos.js';
import { denoiseFirstLook } from './denoise/first-look.js';
import { denoiseLevel } from './denoise/level.js';
import { denoiseLoad } from './denoise/load.js';
import { denoisePyramid } from './denoise/pyramid.js';
import { denoiseSolve } from './denoise/solve.js';
import { imageGallery } from './image/gallery.js';
import { imageSheet } from './image/sheet.js';
import { measureBorders } from './measure/borders.js';
import { measureClasses } from './measure/classes.js';
import { measureCompare } from './measure/compare.js';
import { measureDocument } from './measure/document.js';
import { measureFeatures } from './measure/features.js';
import { measureFlicker } from './measure/flicker.js';
import { measureFrechet } from './measure/frechet.js';
import { measureI3d } from './measure/i3d.js';
import { measureNearest } from './measure/nearest.js';
import { measurePsnr } from './measure/psnr.js';
import { measureRecord } from './measure/record.js';
import { measureReport } from './measure/report.js';
import { measureSeams } from './measure/seams.js';
import { measureSsim } from './measure/ssim.js';
import { measureTable } from './measure/table.js';
import { measureTrials } from './measure/trials.js';
import { noiseAdd } from './noise/add.js';
import { noiseAt } from './noise/at.js';
import { noiseCanvas } from './noise/canvas.js';
import { patchClip } from './patch/clip.js';
import { patchClipFrames } from './patch/clip-frames.js';
import { patchFit } from './patch/fit.js';
import { patchPyramid } from './patch/pyramid.js';
import { patchSlabs } from './patch/slabs.js';
import { patchTiles } from './patch/tiles.js';
import { stitchAverage } from './stitch/average.js';
import { streamBatch } from './stream/batch.js';
import { streamTake } from './stream/take.js';
import { textEncode } from './text/encode.js';
import { textPrompts } from './text/prompts.js';
import { trainCheckpoint } from './train/checkpoint.js';
import { trainChoose } from './train/choose.js';
import { trainDocument } from './train/document.js';
import { trainDocuments } from './train/documents.js';
import { trainEvaluate } from './train/evaluate.js';
import { trainExport } from './train/export.js';
import { trainLoss } from './train/loss.js';
import { trainPreview } from './train/preview.js';
import { trainRecord } from './train/record.js';
import { trainStep } from './train/step.js';
import { videoBeside } from './video/beside.js';
import { videoClamp } from './video/clamp.js';
import { videoCrop } from './video/crop.js';
import { videoMovingDigits } from './video/moving-digits.js';
import { videoFrames } from './video/frames.js';
import { videoPick } from './video/pick.js';
import { videoRate } from './video/rate.js';
import { videoRead } from './video/read.js';
import { videoResize } from './video/resize.js';
import { videoRotate } from './video/rotate.js';
import { videoTensor } from './video/tensor.js';
import { videoWrite } from './video/write.js';

/** Every built-in operator by the parts of its id: `op.video.read` is `video.read`, `op.video.movingDigits` is `video.moving-digits`. */
export const op = {
  condition: { batches: conditionBatches, classes: conditionClasses, drop: conditionDrop },
  context: { encode: contextEncode, fuse: contextFuse },
  data: {
    batch: dataBatch,
    captions: dataCaptions,
    first: dataFirst,
    folder: dataFolder,
    holdOut: dataHoldOut,
    images: dataImages,
    open: dataOpen,
    patches: dataPatches,
    repeat: dataRepeat,
    shards: dataShards,
    shuffle: dataShuffle,
    strips: dataStrips,
    take: dataTake,
    texts: dataTexts,
    ucf101: dataUcf101,
    videos: dataVideos,
  },
  denoise: {
    firstLook: denoiseFirstLook,
    level: denoiseLevel,
    load: denoiseLoad,
    pyramid: denoisePyramid,
    solve: denoiseSolve,
  },
  image: { gallery: imageGallery, sheet: imageSheet },
  measure: {
    borders: measureBorders,
    classes: measureClasses,
    compare: measureCompare,
    document: measureDocument,
    features: measureFeatures,
    flicker: measureFlicker,
    frechet: measureFrechet,
    i3d: measureI3d,
    nearest: measureNearest,
    psnr: measurePsnr,
    record: measureRecord,
    report: measureReport,
    seams: measureSeams,
    ssim: measureSsim,
    table: measureTable,
    trials: measureTrials,
  },
  noise: { add: noiseAdd, at: noiseAt, canvas: noiseCanvas },
  patch: {
    clip: patchClip,
    clipFrames: patchClipFrames,
    fit: patchFit,
    pyramid: patchPyramid,
    slabs: patchSlabs,
    tiles: patchTiles,
  },
  stitch: { average: stitchAverage },
  stream: { batch: streamBatch, take: streamTake },
  text: { encode: textEncode, prompts: textPrompts },
  train: {
    checkpoint: trainCheckpoint,
    choose: trainChoose,
    document: trainDocument,
    documents: trainDocuments,
    evaluate: trainEvaluate,
    export: trainExport,
    loss: trainLoss,
    preview: trainPreview,
    record: trainRecord,
    step: trainStep,
  },
  video: {
    beside: videoBeside,
    clamp: videoClamp,
    crop: videoCrop,
    frames: videoFrames,
    movingDigits: videoMovingDigits,
    pick: videoPick,
    rate: videoRate,
    read: videoRead,
    resize: videoResize,
    rotate: videoRotate,
    tensor: videoTensor,
    write: videoWrite,
  },
};

/** The same operators by their ids. */
export const operators = registryOf(Object.values(op).flatMap((family) => Object.values<AnyOperator>(family)));
