import { describe, expect, test } from '@jest/globals';
import { CASCADE, edges, faultsOf, loaded, settings } from '../numbers.js';

describe('for', () => {
  test('levels of a cascade: [<], [last], [*] and numbers name copies', async () => {
    const main = `
hpdm: 1
params: { cascade: { type: cascade, default: cascade.yaml } }
nodes:
  one: { op: test.one }
  level:
    for: levels of \${cascade}
    op: test.sum
    in: { left: one.value, right: 'level[<].value' }
  last: { op: test.sink, in: { value: 'level[last].value' } }
  first: { op: test.sink, in: { value: 'level[0].value' } }
  all: { op: test.show, in: { values: 'level[*].value' } }
`;
    expect(edges(await loaded({ 'main.yaml': main, 'cascade.yaml': CASCADE }))).toEqual([
      'one',
      'level.0: left ← one.value',
      'level.1: left ← one.value, right ← level.0.value',
      'level.2: left ← one.value, right ← level.1.value',
      'last: value ← level.2.value',
      'first: value ← level.0.value',
      'all: values.0 ← level.0.value, values.1 ← level.1.value, values.2 ← level.2.value',
    ]);
  });

  test('levels from one on: copies have the numbers of their levels, and the first reads what stands after else', async () => {
    const main = `
hpdm: 1
params: { cascade: { type: cascade, default: cascade.yaml } }
nodes:
  one: { op: test.one }
  coarse: { op: test.add, in: { value: one.value } }
  level:
    for: levels of \${cascade} from 1
    op: test.sum
    in: { left: one.value, right: 'level[<].value else coarse.value' }
  beside:
    for: levels of \${cascade}
    op: test.sum
    in: { left: one.value, right: 'level[<].value' }
  last: { op: test.sink, in: { value: 'level[last].value' } }
  first: { op: test.sink, in: { value: 'level[1].value' } }
  all: { op: test.show, in: { values: 'beside[*].value' } }
`;
    const found = edges(await loaded({ 'main.yaml': main, 'cascade.yaml': CASCADE }));
    expect(found.filter((edge) => !edge.startsWith('all'))).toEqual([
      'one',
      'coarse: value ← one.value',
      'level.1: left ← one.value, right ← coarse.value',
      'level.2: left ← one.value, right ← level.1.value',
      'beside.0: left ← one.value',
      'beside.1: left ← one.value',
      'beside.2: left ← one.value, right ← level.1.value',
      'last: value ← level.2.value',
      'first: value ← level.1.value',
    ]);
  });

  test('levels up to one, which parameters may name; a numbered copy that is not there leads to what stands after else', async () => {
    const main = `
hpdm: 1
params:
  cascade: { type: cascade, default: cascade.yaml }
  first: { type: int, default: 0 }
  until: { type: int, default: -1 }
nodes:
  one: { op: test.one }
  given: { for: 'levels of \${cascade} from \${first} to \${until}', op: test.add, in: { value: one.value } }
  level:
    for: levels of \${cascade}
    op: test.sum
    in: { left: 'given[\${index}].value else one.value', right: 'given[\${index}].value else none' }
  all: { op: test.show, in: { values: 'level[*].value' } }
`;
    const found = async (given = {}): Promise<string[]> =>
      edges(await loaded({ 'main.yaml': main, 'cascade.yaml': CASCADE }, given)).filter((e) => e.startsWith('level'));
    const both = (level: number) => `level.${level}: left ← given.${level}.value, right ← given.${level}.value`;
    const alone = (level: number) => `level.${level}: left ← one.value`;
    expect(await found()).toEqual([both(0), both(1), both(2)]);
    expect(await found({ until: 1 })).toEqual([both(0), both(1), alone(2)]);
    expect(await found({ first: 1, until: 1 })).toEqual([alone(0), both(1), alone(2)]);
  });

  test.each([
    [
      'levels of ${cascade} from 3',
      "'level[<].value else one.value'",
      /E_FOR[^]*0 to 2: the cascade has 3 levels[^]*from 3\n {2}try +from 2/,
    ],
    [
      'levels of ${cascade} to 3',
      "'level[<].value'",
      /E_FOR[^]*from 0 to 2, or -1 for that of the cascade[^]*to 3\n {2}try +to -1/,
    ],
    ['levels of ${cascade} from 2 to 1', "'level[<].value'", /E_FOR[^]*level 2, the last one/],
    ['levels of ${cascade} from one', 'one.value', /E_FOR[^]*got +from one\n {2}try +from 1/],
    ['levels of cascade from 1', 'one.value', /E_FOR[^]*try +'levels of \$\{cascade\} from 1'/],
    ['each of ${cascade} from 1', 'one.value', /E_FOR/],
    ['levels of mnist to 9', 'one.value', /E_FOR[^]*try +'levels of \$\{cascade\}'$/m],
    ['level of cascade', 'one.value', /E_FOR[^]*try +'levels of \$\{cascade\}'$/m],
    ['each of 3', 'one.value', /E_FOR[^]*try +a list, such as \[first, second\], or a parameter of type list$/m],
    ['levels of ${cascade} from 1', "'level[0].value'", /E_REFERENCE[^]*copy 1 to 2/],
    [
      'levels of ${cascade} from 1',
      "'level[<].value else two.value'",
      /E_REFERENCE[^]*the name of a node[^]*"two.value"/,
    ],
    [
      'levels of ${cascade}',
      "'one.value else one.value'",
      /E_REFERENCE[^]*"else" after a copy that may not be there[^]*try +one\.value/,
    ],
  ])('%s, reading %s, is refused', async (repeats, right, message) => {
    const main = `
hpdm: 1
params: { cascade: { type: cascade, default: cascade.yaml } }
nodes:
  one: { op: test.one }
  level: { for: '${repeats}', op: test.sum, in: { left: one.value, right: ${right} } }
  last: { op: test.sink, in: { value: 'level[last].value' } }
`;
    expect(await faultsOf({ 'main.yaml': main, 'cascade.yaml': CASCADE })).toMatch(message);
  });

  test('without a parameter to repeat over, the advice declares one', async () => {
    const main = "hpdm: 1\nnodes: { a: { for: levels of mnist, op: test.one } }\nout: { value: 'a[last].value' }";
    expect(await faultsOf({ 'main.yaml': main })).toMatch(
      /E_FOR[^]*try +'levels of \$\{cascade\}', with params: \{ cascade: \{ type: cascade \} \}/,
    );
  });

  test('a cascade of one level has no level from 1 on', async () => {
    const main = `
hpdm: 1
params: { cascade: { type: cascade, default: one.yaml } }
nodes:
  one: { op: test.one }
  level: { for: 'levels of \${cascade} from 1', op: test.add, in: { value: one.value } }
  last: { op: test.show, in: { values: 'level[*].value' } }
`;
    const one = CASCADE.replace(/^levels: .*$/m, 'levels: [{ size: [2, 8, 8] }]');
    expect(await faultsOf({ 'main.yaml': main, 'one.yaml': one })).toMatch(
      /E_FOR[^]*only level 0, so nothing would be repeated[^]*got +from 1\n {2}try +another cascade/,
    );
  });

  test('each item of a list, given or written, knows its index and item', async () => {
    const main = `
hpdm: 1
params: { numbers: { type: list, of: int, default: [10, 20] } }
nodes:
  one: { op: test.one }
  given: { for: 'each of \${numbers}', op: test.add, in: { value: one.value }, with: { by: '\${item}' } }
  paired:
    for: [a, b]
    op: test.add
    in: { value: 'given[\${index}].value' }
    with: { note: '\${index}: \${item}' }
  all: { op: test.show, in: { values: 'paired[*].value' } }
`;
    const graph = await loaded({ 'main.yaml': main }, { numbers: '7,8' });
    expect(settings(graph, 'given.1')).toMatchObject({ by: 8 });
    expect(settings(graph, 'paired.1')).toMatchObject({ note: '1: b' });
    expect(edges(graph)).toContain('paired.1: value ← given.1.value');
  });

  test('graphs and chains are repeated as operators are', async () => {
    const main = `
hpdm: 1
nodes:
  one: { op: test.one }
  more:
    for: [1, 2]
    chain:
      - { op: test.add, in: { value: one.value }, with: { by: '\${item}' } }
      - { graph: inner }
  all: { op: test.show, in: { values: 'more[*].value' } }
graphs:
  inner:
    in: { value: a number }
    nodes: { add: { op: test.add, in: { value: in.value } } }
    out: { value: add.value }
`;
    expect(edges(await loaded({ 'main.yaml': main }))).toEqual([
      'one',
      'more.0.add: value ← one.value',
      'more.0.inner.add: value ← more.0.add.value',
      'more.1.add: value ← one.value',
      'more.1.inner.add: value ← more.1.add.value',
      'all: values.0 ← more.0.inner.add.value, values.1 ← more.1.inner.add.value',
    ]);
  });

  test.each([
    [
      "for: 'levels of ${numbers}'",
      /E_FOR[^]*a parameter of type cascade[^]*"numbers" of type list[^]*try +known: cascade/,
    ],
    ["for: 'each of ${numbres}'", /E_FOR[^]*did you mean "numbers"\?/],
    ["for: 'three times'", /E_FOR[^]*"each of \$\{NAME\}" of a list/],
    ["for: [1], in: { value: 'a[5].value' }", /E_REFERENCE[^]*copy 0 to 1/],
    ["in: { value: 'a.value' }", /E_REFERENCE[^]*which copy of "a"[^]*try +a\[last\]\.value/],
    ["in: { value: 'a[<].value' }", /E_REFERENCE[^]*only in a node with "for"[^]*try +a\[last\]\.value/],
    ["in: { value: 'one[0].value' }", /E_REFERENCE[^]*"one" has no "for"[^]*try +one\.value/],
    ["in: { value: 'a[penultimate].value' }", /E_REFERENCE[^]*\[last\] or \[\*\] of "a"/],
    ["for: 'each of 3'", /E_FOR[^]*try +'each of \$\{numbers\}'$/m],
    ["for: 'levels of cascade'", /E_FOR[^]*try +'levels of \$\{cascade\}'/],
    ['in: { value: one }', /E_REFERENCE[^]*got +"one"\n {2}try +one\.value$/],
    ['in: { value: a.last.value }', /E_REFERENCE[^]*try +a\[last\]\.value$/],
    ['in: { value: a[last].value }', /E_SYNTAX[^]*try +put it into quotes inside \{ \} and \[ \]: 'a\[last\]\.value'/],
    ['with: { by: ${index} }', /E_SYNTAX[^]*put texts with \$\{…\} into quotes inside \{ \} and \[ \]: '\$\{name\}'/],
    ["with: { by: '${index}' }", /E_PARAM_UNKNOWN[^]*it exists only in a node with "for"/],
  ])('%s is refused with what to do', async (node, message) => {
    const main = `
hpdm: 1
params:
  cascade: { type: cascade, default: cascade.yaml }
  numbers: { type: list, of: int, default: [1] }
nodes:
  one: { op: test.one }
  a: { for: ['1', '2'], op: test.add, in: { value: one.value } }
  b: { op: test.add, ${node} }
`;
    expect(await faultsOf({ 'main.yaml': main, 'cascade.yaml': CASCADE })).toMatch(message);
  });
});
