export { HpdmError, cancelled, formatFault, formatPlace, runFailure } from './error.js';
export type { ExitCode, Fault, Place } from './error.js';
export { optional, pure, source, stage } from './contract.js';
export type {
  AnyOperator,
  Body,
  Context,
  Contract,
  Kind,
  Operator,
  Parameters,
  Port,
  Ports,
  PureOperator,
  Settings,
  SourceOperator,
  Stage,
  StageOperator,
  Values,
} from './contract.js';
export { bool, choice, int, ints, misfit, number, path, show, string, strings, triple, triples } from './parameter.js';
export type { Parameter } from './parameter.js';
