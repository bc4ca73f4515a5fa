export { HpdmError, cancelled, formatFault, formatPlace, runFailure } from './fault/fault.js';
export type { ExitCode, Fault, Place } from './fault/fault.js';
export { list, optional, pure, source, stage, window } from './contract/contract.js';
export type {
  AnyOperator,
  Body,
  BodyPorts,
  Context,
  Contract,
  Cost,
  Kind,
  Operator,
  Parameters,
  Port,
  Ports,
  PureOperator,
  Refusal,
  Settings,
  Sizes,
  SourceOperator,
  Stage,
  StageOperator,
  Values,
  WindowOperator,
  WindowValues,
} from './contract/contract.js';
export {
  bool,
  choice,
  int,
  ints,
  misfit,
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
export { cascadeCodec, type CascadeDocument } from './cascade/cascade-document.js';
export { axisStarts } from './cascade/axis-starts.js';
export { CONTEXT_OVERLAP, resolveCascade } from './cascade/cascade.js';
export type { Cascade, ConditionShape, Level, NetworkShape, NoiseShape, Size } from './cascade/cascade.js';
export { NOISE_SCHEDULES, type NoiseSchedule } from './cascade/noise-schedules.js';
export { SAMPLERS, type Sampler, type SamplerFacts } from './cascade/samplers.js';
export { STITCH_WINDOWS, type StitchWindow } from './cascade/stitch-windows.js';
export { domainsOf, domainsAt, disagreement, type Domain, type Pace } from './graph/domain.js';
export type { Picture, RunEvent, StartedNode } from './contract/run-event.js';
export type { BodyGraph, Endpoint, Graph, GraphNode } from './graph/graph.js';
export { BODY_INPUT, formatPort } from './graph/graph.js';
export { graph, type Copies, type GraphBuilder, type GraphDefinition } from './builder/graph-builder.js';
export { input, param } from './builder/param.js';
export { Out, Outs, Ref } from './builder/ref.js';
export { load } from './check/load.js';
export type { ParameterDocument, PipelineDocument } from './document/pipeline-document.js';
export { refusalsOf } from './contract/refusals-of.js';
export { readSource } from './document/read-source.js';
export { registryOf, type Registry } from './contract/registry.js';
export { open, run } from './run/run.js';
export type { RunOptions, Running } from './run/running.js';
export { readCascade } from './cascade/read-cascade.js';
export { nearest, suggestion } from './fault/nearest.js';
