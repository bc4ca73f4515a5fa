import { expect, test } from '@jest/globals';
import { reportPage } from '../../../operators/training/report-page.js';
import { smallCascade } from '../../cascade.js';

const state = {
  ...{ step: 20, seconds: 40, loss: 0.5, skipped: 0, batch: 4, accumulate: 2 },
  data: { clips: 'data.folder', 'clips.with.path': '"<mine>"' },
  recipe: { optimiser: 'lamb', rate: 0.005 },
  cascade: smallCascade(),
};

test('the page needs no other file, and shows settings, data, versions, cascade and samples', () => {
  const sheet = Uint8Array.of(1, 2, 3);
  const page = reportPage({
    state,
    rows: [{ step: 1, 'loss.0': 1 }],
    previews: [{ step: 10, sheet, video: Uint8Array.of(4) }],
    versions: { hpdm: '0.2.0' },
  });
  expect(page).not.toMatch(/(src|href)="(?!data:)/);
  for (const part of [
    '160',
    'lamb',
    '0.005',
    '"&lt;mine&gt;"',
    '0.2.0',
    'Step 10',
    'image/png;base64,AQID',
    'video/mp4',
    '<svg',
  ]) {
    expect(page).toContain(part);
  }
});
