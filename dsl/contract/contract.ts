import type { Fault } from '../fault/fault.js';
import type { Body, UpstreamNode } from './context.js';
import type { Parameter } from './parameter.js';
import type { Share } from './share.js';
import type { Ports, Sizes, Values } from './port.js';

/** Parameters by name. */
export type Parameters = Readonly<Record<string, Parameter>>;

type ParameterOf<P> = P extends Parameter<infer T> ? T : never;
/** The parameters an operator receives, decoded and with defaults filled in. */
export type Settings<W extends Parameters> = { readonly [K in keyof W]: ParameterOf<W[K]> };

/** A fault of one node. `path` is relative to the node (`with.size`, `in.frames`); the checker adds the place. */
export type Refusal = Omit<Fault, 'place' | 'usedBy'>;

/** The ports of the sub-graph that a higher-order operator calls. */
export interface BodyPorts {
  readonly in: Ports;
  readonly out: Ports;
}

/** The description of an operator. Checker, runtime, builder, `hpdm ops`, docs and tests all read this object. */
export interface Contract<
  I extends Ports = Ports,
  O extends Ports = Ports,
  W extends Parameters = Parameters,
  B extends BodyPorts = BodyPorts,
> {
  /** The operator's path: `operators/patch/tiles.ts` is `patch.tiles`. */
  readonly id: string;
  readonly summary: string;
  readonly in: I;
  readonly out: O;
  readonly with: W;
  /** Ports of the sub-graph that a higher-order operator calls; further inputs of the node are passed to it by name. */
  readonly body?: B;
  /**
   * The sizes that follow from the settings, by the letters of the ports' layouts. The checker unifies the other letters.
   *
   * @param known sizes found so far, for sizes that follow from others, such as 2 · H of an enlargement
   * @param given names of the inputs that are connected
   */
  dimensions?(
    this: void,
    settings: Settings<W>,
    known: Sizes,
    given: readonly string[],
  ): Readonly<Record<string, number>>;
  /**
   * Refuse contradictory settings and impossible sizes before the operator runs.
   *
   * @param known sizes of the letters of its ports that are known
   * @param given names of the inputs that are connected
   */
  check?(this: void, settings: Settings<W>, known: Sizes, given: readonly string[]): readonly Refusal[];
  /** The files and folders that the node reads and writes, if its settings name them. */
  files?(this: void, settings: Settings<W>): Files;
  /**
   * Look at the files that the node will read, before anything runs: `hpdm check`, dry runs and runs call it, plans and drawings do not.
   * It fails with an HpdmError when one is missing or of another kind; its `path` is relative to the node (`with.path`).
   *
   * @param start how the run starts; undefined for `hpdm check`, which does not look at what the node will write
   */
  checkFiles?(this: void, settings: Settings<W>, start?: Start): void | Promise<void>;
  /**
   * Whether a node may end after any item: a source that has no end of its own, such as a camera; a training, which goes on later.
   * A run that is stopped ends such nodes and the sources that work only for them, and keeps what was made.
   */
  endless?(this: void, settings: Settings<W>): boolean;
  /**
   * The documents that the node runs, which may hold tensors where its own ports have none; a dry run checks and plans them.
   *
   * @param given names of the inputs that are connected
   * fails with an HpdmError where a file that says so is missing
   */
  documents?(
    this: void,
    settings: Settings<W>,
    given: readonly string[],
  ): readonly RunDocument[] | Promise<readonly RunDocument[]>;
  /** Where an earlier run of the node stopped, as its files tell; `--resume` begins there. Undefined if there was none. */
  stoppedAt?(this: void, settings: Settings<W>): Stopped | undefined;
  /**
   * Refuse to go on with an earlier run of the node that was another run, with every difference; called only where `stoppedAt` tells of one.
   *
   * @param upstream the nodes that this one reads, as in `Context`
   * @param seed of the run
   */
  refuseOther?(this: void, settings: Settings<W>, upstream: readonly UpstreamNode[], seed: number): void;
  /** Total of the node's progress: the steps of a solver or of training. Undefined if it is not known before the run. */
  steps?(this: void, settings: Settings<W>): number | undefined;
  /**
   * Sketches of the outputs, for plans: values with shapes and without numbers. Outputs left out are sketched as their ports' kinds
   * do it. A pure operator has none: a plan runs it on the sketches of its inputs.
   *
   * @param known sizes of the letters of its ports, as far as the graph tells
   * @param inputs sketches of its inputs
   */
  sketch?(this: void, settings: Settings<W>, known: Sizes, inputs: Values<I>): Partial<Values<O>>;
  /**
   * Sketches of what the node keeps from one item to the next, for plans: it is in memory while other nodes work. Nothing if left out.
   *
   * @param values sketches of its inputs and outputs, with which what it keeps may share numbers
   */
  keeps?(this: void, settings: Settings<W>, known: Sizes, values: Passing<I, O>): unknown;
  /**
   * What one run of the node costs; `hpdm plan` adds it up. A pure operator has none: a plan runs it on sketches and counts.
   *
   * @param known sizes of the letters of its ports, as far as the graph tells (B, the batch)
   */
  cost?(this: void, settings: Settings<W>, known: Sizes, prospect: Prospect<I>): Cost;
}

/** A document that a node runs. */
export interface RunDocument {
  /** What the run calls it; left out: as the node. */
  readonly label?: string;
  readonly document: string;
  /** Values of its parameters, as far as they are known before the run. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Whether its files can be there before the run, as no other node makes them. */
  readonly isReady: boolean;
  /** Refuse a document that the node cannot use, by its nodes. */
  refuse?(this: void, nodes: readonly { readonly op: string }[]): void;
}

/** How a run starts. */
export interface Start {
  /** Whether it goes on with an earlier run. */
  readonly goesOn: boolean;
  /** Whether this process writes the files; of several that work together, one does. */
  readonly leads: boolean;
}

/** Where an earlier run of a node stopped. */
export interface Stopped {
  /** Number of the first item that the node has not seen. */
  readonly item: number;
  /** Whether nothing is left to do. */
  readonly complete: boolean;
}

/** What a node would receive in a run. */
export interface Prospect<I extends Ports = Ports> {
  /** Sketches of its inputs, including those that only its body reads. */
  readonly inputs: Values<I>;
  /** The compiled body of a higher-order operator, to be called with sketches. */
  readonly body: Body;
  /** The part of every item that the run makes. */
  readonly share: Share;
}

/** What a node gets and makes, an item after the other. */
export interface Passing<I extends Ports = Ports, O extends Ports = Ports> {
  readonly inputs: Values<I>;
  readonly outputs: Values<O>;
}

/** The files and folders of a node, by the setting that names them; `pipe:1` is standard output. */
export interface Files {
  readonly reads?: Readonly<Record<string, string>>;
  readonly writes?: Readonly<Record<string, string>>;
  /** Files beside those, by their names, that the node replaces or removes: numbered pictures, the segments of a playlist. */
  readonly replaces?: { readonly setting: string; readonly folder: string; readonly names: RegExp };
}

/** What a run of a node costs, known before it starts. A cost that is left out is zero. */
export interface Cost {
  /** Tiles of a level's canvas. */
  readonly tiles?: number;
  /** Patches that go through the network in all steps. */
  readonly evaluations?: number;
  /** Parameters of the network. */
  readonly parameters?: number;
  /** Floating-point operations of the matrix products in all steps, two for each multiply and add. */
  readonly flops?: number;
  /** Floating-point operations of one step, if all steps take the same number. */
  readonly flopsPerStep?: number;
  /** Bytes that each member sends in one step, and as many that it receives, where members join what they compute. */
  readonly sentPerStep?: number;
  /** Largest sum of the bytes of tensors alive while the node runs, including its inputs and outputs. */
  readonly bytes?: number;
  /** What it does to keep within the memory that the run may take: `64 at a time, context kept`. */
  readonly choice?: string;
}
