import * as t from 'io-ts';
import { closed } from './codec.js';

/** `node.port`, of the same graph; `in.port` is an input of the graph itself. */
const reference = t.string;
const references = t.record(t.string, reference);

/** A parameter of a document, as declared. */
const parameterCodec = closed(
  'parameter',
  { type: t.keyof({ string: null, int: null, number: null, bool: null, path: null, cascade: null, enum: null }) },
  {
    default: t.unknown,
    min: t.number,
    max: t.number,
    unit: t.string,
    description: t.string,
    values: t.readonlyArray(t.string),
  },
);

const bodyNode = closed('body node', { op: t.string }, { in: references, with: t.UnknownRecord });
const bodyCodec = closed('body', { nodes: t.record(t.string, bodyNode), out: references });

const nodeCodec = closed(
  'node',
  {},
  { op: t.string, graph: t.string, for: t.string, in: references, with: t.UnknownRecord, body: bodyCodec },
);

/** A pipeline document as it is written. */
export const documentCodec = closed(
  'document',
  { hpdm: t.literal(1), nodes: t.record(t.string, nodeCodec) },
  {
    about: t.string,
    params: t.record(t.string, parameterCodec),
    limits: closed('limits', {}, { inFlight: t.Int }),
    in: t.record(t.string, t.string),
    out: references,
  },
);

export type PipelineDocument = t.TypeOf<typeof documentCodec>;
export type NodeDocument = t.TypeOf<typeof nodeCodec>;
export type BodyDocument = t.TypeOf<typeof bodyCodec>;
export type ParameterDocument = t.TypeOf<typeof parameterCodec>;
