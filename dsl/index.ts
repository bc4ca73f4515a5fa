export { CODES, type CodeFacts, type ExitCode, type FaultCode } from './fault/codes.js';
export { counted } from './fault/counted.js';
export { numbered } from './fault/numbered.js';
export { HpdmError, cancelled, type Fault } from './fault/fault.js';
export { entryOf } from './fault/entry-of.js';
export { firstLine } from './fault/first-line.js';
export { ownEntry } from './fault/own-entry.js';
export { itemAt } from './fault/item-at.js';
export { list, optional } from './contract/port.js';
export { flow, pure, source, stage, window } from './contract/operator.js';
export type {
  BodyPorts,
  Contract,
  Cost,
  Files,
  Prospect,
  Refusal,
  RunDocument,
  Settings,
  Start,
  Stopped,
} from './contract/contract.js';
export type {
  AnyOperator,
  Operator,
  PureOperator,
  SourceOperator,
  Stage,
  StageOperator,
  FlowOperator,
  WindowOperator,
  WindowValues,
} from './contract/operator.js';
export { allPieces, besides, orElse, type InPieces } from './contract/pieces.js';
export type { Body, Context, DocumentNode, DownstreamNode, UpstreamNode } from './contract/context.js';
export type { Share } from './contract/share.js';
export type { Kind, Port, Ports, Sizes, Values } from './contract/port.js';
export {
  bool,
  choice,
  int,
  ints,
  isOfHome,
  mayBeMissing,
  number,
  numbers,
  path,
  show,
  string,
  strings,
  triple,
  triples,
} from './contract/parameter.js';
export type { Parameter } from './contract/parameter.js';
export { CASCADE_MAPS, cascadeCodec, type CascadeMap } from './cascade/cascade-document.js';
export { literal, namesIn } from './document/names-in.js';
export { CHOICES } from './cascade/choices.js';
export { SIZE_RULES, type SizeRule } from './cascade/size-rules.js';
export { expectationOf } from './codec/expectation.js';
export { factsOfKey, type KeyFacts } from './codec/key.js';
export { axisStarts, strideOf } from './cascade/axis-starts.js';
export { contextStarts } from './cascade/context-starts.js';
export { isLonger, trainedSize } from './cascade/trained-size.js';
export { parentTile } from './cascade/parent-tile.js';
export { coarsest } from './cascade/coarsest.js';
export { withSampling, type LevelSampling } from './cascade/with-sampling.js';
export { completeCascade } from './cascade/complete-cascade.js';
export { levelOf } from './cascade/level-of.js';
export { readsCoarser } from './cascade/reads-coarser.js';
export type { Cascade, NoiseShape, Size } from './cascade/cascade.js';
export { NOISE_SCHEDULES, type NoiseSchedule } from './cascade/noise-schedules.js';
export { SAMPLERS, type Sampler, type SamplerFacts } from './cascade/samplers.js';
export { STITCH_WINDOWS, type StitchWindow } from './cascade/stitch-windows.js';
export type { Picture, RunEvent, WrittenFile } from './contract/run-event.js';
export type { BodyGraph, Endpoint, Graph, GraphNode } from './graph/graph.js';
export { BODY_INPUT, formatPort } from './graph/graph.js';
export { earlierRun } from './graph/earlier-run.js';
export { jobsOf } from './graph/jobs-of.js';
export { refuseOtherRun } from './graph/refuse-other-run.js';
export { runsOf } from './graph/runs-of.js';
export { stoppedAt } from './graph/stopped-at.js';
export { graph, GraphDefinition } from './builder/graph-builder.js';
export { input, param } from './builder/param.js';
export { load, type MemoryChoice } from './check/load.js';
export { documentCodec, type PipelineDocument } from './document/pipeline-document.js';
export { loadPlugIns } from './expand/load-plug-ins.js';
export { refusalsOf } from './contract/refusals-of.js';
export { refuseFiles } from './check/refuse-files.js';
export { parseBytes } from './document/parse-bytes.js';
export { utf8Text } from './document/utf8-text.js';
export { isCascade } from './document/is-cascade.js';
export { merge, readSource, unsavedSource, type Presets, type UnsavedDocument } from './document/read-source.js';
export { registryOf, type Registry } from './contract/registry.js';
export { compileBody } from './run/compile-body.js';
export { open, run } from './run/run.js';
export type { RunOptions, Running } from './run/running.js';
export { readCascade } from './cascade/read-cascade.js';
export { suggestion } from './fault/nearest.js';
