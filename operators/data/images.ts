import { HpdmError, number, stage } from '../../dsl/index.js';
import { onlyThose, refuseEndless } from '../clips/clips-of.js';
import { sharePictures } from '../clips/share-pictures.js';
import { clips } from '../values/clips.js';

/**
 * Give single pictures a share of a sequence. Every epoch has each video once, and as many pictures as the share says, in turn.
 *
 * in   clips  a sequence that ends
 * out  clips  the pictures are spread evenly between the videos; shuffle after this
 * fails E_DATA_ORDER for a sequence without end; E_DATA_EMPTY when there are no pictures, or no videos
 * source HPDM §4 (joint training on images and videos)
 */
export const dataImages = stage({
  id: 'data.images',
  summary: 'Give single pictures a share of the draws',
  in: { clips: clips() },
  with: {
    share: number('share of the draws that are pictures; −1: as many as there are', {
      default: -1,
      min: -1,
      max: 0.99,
    }),
  },
  out: { clips: clips() },
  cost: () => ({}),
  open: ({ share }, { node }) => ({
    next: ({ clips }) => {
      if (share < 0) return { clips };
      refuseEndless(clips, node);
      const [videos, images] = [
        onlyThose(clips, ({ still }) => still !== true),
        onlyThose(clips, ({ still }) => still === true),
      ];
      if (share > 0 && images.length === 0) throw lacking('pictures', node);
      if (videos.length === 0) throw lacking('videos', node);
      return { clips: sharePictures(videos, images, share) };
    },
  }),
});

const lacking = (what: string, node: string): HpdmError =>
  new HpdmError({
    code: 'E_DATA_EMPTY',
    path: `nodes.${node}.with.share`,
    expected: 'a data set with videos and with single pictures',
    got: `one without ${what}`,
    try: 'share: -1, which takes all clips as they come',
  });
