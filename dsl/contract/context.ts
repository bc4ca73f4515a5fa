import type { Parameter } from './parameter.js';
import type { InPieces } from './pieces.js';
import type { Picture, WrittenFile } from './run-event.js';
import type { Share } from './share.js';

type NamedValues = Readonly<Record<string, unknown>>;

/** A body: a graph of pure operators, compiled to one plain function. */
export interface Body {
  (this: void, inputs: NamedValues): NamedValues;
  /** The same in pieces, if an operator in it works in pieces. */
  pieces?(this: void, inputs: NamedValues): InPieces<NamedValues>;
}

/** A node that another one reads, directly or through others. */
export interface UpstreamNode {
  readonly name: string;
  /** The operator's id. */
  readonly op: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A node of another document, with all that its items follow from. */
export interface DocumentNode extends UpstreamNode {
  /** The outputs that its inputs read, as `node.port`; in a body, `in.port` is an input of the body. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The files and folders that it reads, by the setting that names them. */
  readonly reads: Readonly<Record<string, string>>;
  readonly body: readonly DocumentNode[];
}

/** A node that reads another one, directly or through others. */
export type DownstreamNode = UpstreamNode;

/** The services that the runtime offers a running operator. */
export interface Context {
  /** Name of the node, for messages. */
  readonly node: string;
  /** Seed of the run. */
  readonly seed: number;
  /** Number of the run's first item: 0, except in a run that continues an earlier one. */
  readonly first: number;
  /** The part of every item that this run makes: all of it, part 0 of 1, unless runs share the items. */
  readonly share: Share;
  /** Aborted when the user asks a run that shares its items to end well: a node that joins them ends it. */
  readonly asked?: AbortSignal | undefined;
  /** Aborted when the run fails or is cancelled, or when the node has no readers any more; the operator must then stop waiting. */
  readonly signal: AbortSignal;
  /** The compiled body of a higher-order operator. */
  readonly body: Body;
  /** The nodes that this one reads, directly or through others, in the order of the graph; those of bodies are not among them. */
  readonly upstream: readonly UpstreamNode[];
  /** The nodes that read this one, directly or through others, in the order of the graph. */
  readonly downstream: readonly DownstreamNode[];
  /** Say that no further item is needed: after the item in progress the node ends well, and so do the sources that work only for it. */
  enough(this: void): void;
  /**
   * Run another document to its end, with the operators, the backend and the signal of this run.
   *
   * @param given values of its parameters
   */
  run(this: void, document: string, given: Readonly<Record<string, unknown>>, seed: number): Promise<void>;
  /**
   * Run another document as a part of this run: its events are events of this run, with `label.` before the names of its nodes; what ends this
   * run well ends it well. It goes on where an earlier run of it stopped, and is left alone if that was complete; an earlier run with another
   * seed, other data or another network is refused.
   *
   * @param seed of the part; by default that of the run
   * @returns whether it has nothing left to do
   */
  runPart(
    this: void,
    label: string,
    document: string,
    given: Readonly<Record<string, unknown>>,
    seed?: number,
  ): Promise<boolean>;
  /** Read and check another document, as `runPart` does before it runs it: its nodes, in the order of its graph. */
  nodesOf(this: void, document: string, given: Readonly<Record<string, unknown>>): Promise<readonly DocumentNode[]>;
  /** Report the progress of the node; leave out `total` if it is not known. */
  progress(this: void, done: number, total?: number, note?: string): void;
  /** Publish numbers of interest (loss, learning rate …) on the event stream. */
  metric(this: void, values: Readonly<Record<string, number>>): void;
  /** Show an intermediate result; undefined in a run without previews, because pictures take time to make. */
  readonly preview?: ((this: void, picture: Picture) => void) | undefined;
  /** Say that a file, or what belongs together, is complete; the commands list it at the end of the run. */
  wrote(this: void, file: WrittenFile): void;
  /** Tell the user something that is not an error. */
  warn(this: void, message: string): void;
  /** Tell the user something that is as it should be: where weights come from, how far a run got. */
  note(this: void, message: string, details?: readonly string[]): void;
}
