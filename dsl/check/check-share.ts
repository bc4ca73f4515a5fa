import { isGate } from '../contract/operator.js';
import type { Share } from '../contract/share.js';
import type { Fault } from '../fault/fault.js';
import type { Place } from '../fault/fault.js';
import type { Draft } from './draft.js';

/**
 * The nodes of a run that shares its items with others. In a training, the source makes its part of the clips of every item; nodes that make
 * items of their own number and cannot be divided are refused. Where a source joins what the runs compute, each makes all items, and the
 * leader alone hands them on to sinks. A graph in which nothing joins them is refused.
 */
export function checkShare(drafts: readonly Draft[], share: Share | undefined, place: Place, faults: Fault[]): Draft[] {
  if (share === undefined || share.of === 1) return [...drafts];
  const { of } = share;
  if (!drafts.some(({ operator }) => operator.form === 'stage' && operator.joins === true)) {
    if (drafts.some(({ operator }) => operator.form === 'source' && operator.joins === true)) {
      return drafts.map((draft) => (share.index === 0 ? draft : withoutSink(draft)));
    }
    const [expected, got] = [
      'a document that trains or samples',
      `one in which nothing joins what ${of} members compute`,
    ];
    faults.push({ code: 'E_MEMBERS', place, expected, got, try: 'run it without members' });
  }
  const dividing = drafts.filter((draft) => dividedBy(draft) !== undefined);
  for (const draft of drafts.filter(({ operator }) => isGate(operator) || operator.form === 'window')) {
    if (draft === dividing[0]) continue;
    const expected = `one source whose items ${of} members can divide`;
    const got = `"${draft.name}" (${draft.operator.id})${dividing.length > 1 ? ', a second one' : ''}`;
    faults.push({ ...draft.at(['op']), code: 'E_MEMBERS', expected, got, try: 'train it without members' });
  }
  return drafts.map((draft) => divided(draft, of, faults));
}

/** A node that reads what the sink of the leader reads, and writes nothing. */
function withoutSink(draft: Draft): Draft {
  const { operator } = draft;
  if (operator.form !== 'stage' || Object.keys(operator.out).length > 0) return draft;
  const idle = { files: () => ({}), checkFiles: () => undefined, open: () => ({ next: () => ({}) }) };
  return { ...draft, operator: { ...operator, ...idle } };
}

/** The parameter of a source that says how many clips an item has. */
const dividedBy = ({ operator }: Draft): string | undefined =>
  operator.form === 'source' ? operator.divides : undefined;

function divided(draft: Draft, of: number, faults: Fault[]): Draft {
  const name = dividedBy(draft);
  if (name === undefined || !draft.sound) return draft;
  const clips = Number(draft.settings[name]);
  if (clips % of === 0) return { ...draft, settings: { ...draft.settings, [name]: clips / of } };
  const near = Math.max(1, Math.round(clips / of)) * of;
  const [expected, got] = [`${name}: a multiple of ${of}, so that each of ${of} members has as many clips`, `${clips}`];
  faults.push({ ...draft.at(['with', name]), code: 'E_MEMBERS', expected, got, try: `${name}: ${near}` });
  return draft;
}
