export { HpdmError, cancelled, formatFault, formatPlace, runFailure } from './error.js';
export type { ExitCode, Fault, Place } from './error.js';
export { list, optional, pure, source, stage, window } from './contract.js';
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
} from './contract.js';
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
} from './parameter.js';
export type { Parameter } from './parameter.js';
export { cascadeCodec, type CascadeDocument } from './cascade-document.js';
export { axisStarts } from './axis-starts.js';
export { CONTEXT_OVERLAP, resolveCascade } from './cascade.js';
export type {
  Cascade,
  ConditionShape,
  Level,
  NetworkShape,
  NoiseSchedule,
  NoiseShape,
  Sampler,
  Size,
  StitchWindow,
} from './cascade.js';
export { domainsOf, domainsAt, disagreement, type Domain, type Pace } from './domain.js';
export type { Picture, RunEvent, StartedNode } from './event.js';
export type { BodyGraph, Endpoint, Graph, GraphNode } from './graph.js';
export { BODY_INPUT, formatPort } from './graph.js';
export { graph, type Copies, type GraphBuilder, type GraphDefinition } from './builder.js';
export { input, param } from './builder-param.js';
export { Out, Outs, Ref } from './builder-types.js';
export { load } from './check.js';
export type { ParameterDocument, PipelineDocument } from './document.js';
export { refusals } from './refusals.js';
export { readSource } from './extend.js';
export { registryOf, type Registry } from './registry.js';
export { open, run } from './run.js';
export type { RunOptions, Running } from './running.js';
export { readCascade } from './settings.js';
export { nearest, suggestion } from './nearest.js';
