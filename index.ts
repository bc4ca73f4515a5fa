/**
 * What programs and modules of operators import from `hpdm`; nothing else is public.
 *
 * Read, check and run documents:          load, run, open
 * Errors, as checks and operators throw:  HpdmError, cancelled
 * Write documents in TypeScript:          graph, param, input, op
 * Write operators:                        pure, source, stage, window, flow, with ports and parameters of every kind
 * Random numbers and tensors:             stream, tf
 * Cascades:                               readCascade
 */

// Read, check and run documents.
export { load } from './pipelines/api/load.js';
export { open, run, type RunOptions } from './pipelines/api/run.js';
export type { Running } from './dsl/run/running.js';
export type { Picture, RunEvent, StartedNode, WrittenFile } from './dsl/contract/run-event.js';
export type { BodyGraph, Endpoint, Graph, GraphNode } from './dsl/graph/graph.js';
export type { BackendChoice, BackendName, BackendReport } from './operators/tensor/select-backend.js';

// Errors: each has a code and a place, and says what was expected, what was found and what to try.
export { HpdmError, cancelled, type Fault, type Place } from './dsl/fault/fault.js';
export type { FaultCode, ExitCode, ForeignCode } from './dsl/fault/codes.js';

// Write documents in TypeScript; `op` has hpdm's operators by their ids.
export { graph, type Copies, type Copy, type GraphBuilder, type GraphDefinition } from './dsl/builder/graph-builder.js';
export { input, param } from './dsl/builder/param.js';
export type { Declared, Defaulted, Input, Nothing, Out, Outs, Ref } from './dsl/builder/ref.js';
export type { ParameterDocument, PipelineDocument } from './dsl/document/pipeline-document.js';
export { op } from './operators/index.js';

// Write operators: the five forms, and what a contract says.
export { list, optional } from './dsl/contract/port.js';
export { flow, pure, source, stage, window } from './dsl/contract/operator.js';
export { allPieces, type InPieces, type Piece } from './dsl/contract/pieces.js';
export type {
  BodyPorts,
  Contract,
  Cost,
  Parameters,
  Prospect,
  Refusal,
  Settings,
  Stopped,
} from './dsl/contract/contract.js';
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
} from './dsl/contract/operator.js';
export type { Body, Context, DownstreamNode, UpstreamNode } from './dsl/contract/context.js';
export type { Companion, Kind, Port, Ports, Sizes, Values } from './dsl/contract/port.js';
export { refusalsOf } from './dsl/contract/refusals-of.js';

// Write operators: parameters, each with its description, and where it fits bounds, unit and default.
export {
  bool,
  choice,
  int,
  ints,
  number,
  numbers,
  path,
  string,
  strings,
  triple,
  triples,
  type Parameter,
} from './dsl/contract/parameter.js';
export { cascade } from './operators/values/cascade.js';
export { inferredCascade } from './operators/values/inferred-cascade.js';

// Write operators: ports, by the kind of their values.
export { chosen } from './operators/values/chosen.js';
export { batch, type Batch } from './operators/values/batch.js';
export { clips, type Clip, type Clips, type ClipSource } from './operators/values/clips.js';
export { condition } from './operators/values/condition.js';
export { frames, type Frames } from './operators/values/frames.js';
export { part } from './operators/values/part.js';
export { slab } from './operators/values/slab.js';
export type { Slab } from './operators/tiles/slab.js';
export { latents } from './operators/values/latents.js';
export { network } from './operators/values/network.js';
export { origins } from './operators/values/origins.js';
export { patches } from './operators/values/patches.js';
export { pyramid, type Pyramid } from './operators/values/pyramid.js';
export { scalar } from './operators/values/scalar.js';
export { sigma } from './operators/values/sigma.js';
export { texts } from './operators/values/texts.js';
export { training } from './operators/values/training.js';
export { unbounded } from './operators/values/unbounded.js';
export { vector } from './operators/values/vector.js';
export { video } from './operators/values/video.js';
export { context, projected } from './operators/values/context.js';
export type { Condition } from './operators/network/condition.js';
export type { Network } from './operators/network/network.js';
export type { Origin } from './operators/network/origin.js';
export type { ProjectedContext, ProjectedParts, SampledContext } from './operators/tiles/level-context.js';
export type { StepReport, TrainingState } from './operators/training/training-state.js';

// Random numbers that depend on their key alone, and TensorFlow.js as hpdm runs it.
export { stream, type Stream, type StreamKey } from './operators/tensor/stream.js';
export { tf } from './operators/tensor/tf.js';

// Cascades: read and checked from a file.
export { readCascade } from './pipelines/api/read-cascade.js';
export type { Cascade, ConditionShape, Level, NetworkShape, NoiseShape, Size } from './dsl/cascade/cascade.js';
export type { NoiseSchedule } from './dsl/cascade/noise-schedules.js';
export type { Sampler } from './dsl/cascade/samplers.js';
export type { StitchWindow } from './dsl/cascade/stitch-windows.js';
