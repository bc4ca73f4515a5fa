import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import * as hpdm from '../index.js';

/** Every name that index.ts exports, by whether it is a type alone; nothing may pass through unnamed. */
const exported = ts
  .createSourceFile('index.ts', readFileSync('index.ts', 'utf8'), ts.ScriptTarget.ES2022)
  .statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement)) throw new Error('index.ts passes names on and declares none');
    const { exportClause, isTypeOnly } = statement;
    if (exportClause === undefined || !ts.isNamedExports(exportClause)) throw new Error('index.ts exports by name');
    return exportClause.elements.map((element) => ({
      name: element.name.text,
      isType: isTypeOnly || element.isTypeOnly,
    }));
  });

const typeNames = exported.filter(({ isType }) => isType).map(({ name }) => name);
const valueNames = exported.filter(({ isType }) => !isType).map(({ name }) => name);

/** Names of the values of a form, in one line. */
const valuesThat = (has: (value: unknown) => boolean): string =>
  Object.entries(hpdm)
    .filter(([, value]) => has(value))
    .map(([name]) => name)
    .sort()
    .join(' ');

const isClass = (value: unknown): boolean => typeof value === 'function' && /^class\b/.test(String(value));

describe('what hpdm exports, to the name: a change here is a line in CHANGELOG.md', () => {
  test('functions', () => {
    expect(valuesThat((value) => typeof value === 'function' && !isClass(value))).toBe(
      [
        'allPieces batch bool cancelled cascade choice chosen clips condition context flow frames graph inferredCascade input int ints latents',
        'list load network number numbers open optional origins part patches path projected pure pyramid readCascade refusalsOf run',
        'scalar sigma slab source stage stream string strings texts training triple triples unbounded vector video window',
      ].join(' '),
    );
  });

  test('classes and objects', () => {
    expect(valuesThat(isClass)).toBe('HpdmError');
    expect(valuesThat((value) => typeof value !== 'function')).toBe('op param tf');
  });

  test('types', () => {
    expect(typeNames.sort().join(' ')).toBe(
      [
        'AnyOperator BackendChoice BackendName BackendReport Batch Body BodyGraph BodyPorts Cascade Clip',
        'ClipSource Clips Companion Condition ConditionShape Context Contract Copies Copy Cost Declared Defaulted DownstreamNode',
        'Endpoint ExitCode Fault FaultCode FlowOperator ForeignCode Frames Graph GraphBuilder GraphDefinition GraphNode InPieces Input',
        'Kind Level Network NetworkShape NoiseSchedule NoiseShape Nothing Operator Origin Out Outs Parameter',
        'ParameterDocument Parameters Picture Piece PipelineDocument Place Port Ports ProjectedContext ProjectedParts Prospect',
        'PureOperator Pyramid Ref Refusal RunEvent RunOptions Running SampledContext Sampler Settings Size Sizes Slab',
        'SourceOperator Stage StageOperator StartedNode StepReport StitchWindow Stopped Stream StreamKey',
        'TrainingState UpstreamNode Values WindowOperator WindowValues WrittenFile',
      ].join(' '),
    );
  });

  test('every value is there when the module is loaded', () => {
    expect(Object.keys(hpdm).sort()).toEqual(valueNames.sort());
  });
});
