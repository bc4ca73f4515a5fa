/** Process exit codes: 2 wrong input, 3 the run failed, 130 cancelled. */
export type ExitCode = 2 | 3 | 130;

/** The facts about a fault code. */
export interface CodeFacts {
  /** Its section in `docs/errors.md`. */
  readonly section: string;
  /** The mistake or failure, as one sentence without a full stop. */
  readonly meaning: string;
  /** The exit code of the process. */
  readonly exit: ExitCode;
  /**
   * Whether nodes or edges may be missing from the graph because of it. What reads a node is then not known, so nothing is said of
   * nodes that nobody reads (`E_UNREACHABLE`, `E_NO_SINK`).
   */
  readonly leavesGaps: boolean;
}

/** The codes of one section that differ only in their meaning. */
const section = <const K extends string>(
  title: string,
  shared: Omit<CodeFacts, 'section' | 'meaning'>,
  meanings: Readonly<Record<K, string>>,
): Readonly<Record<K, CodeFacts>> =>
  Object.fromEntries(
    Object.entries<string>(meanings).map(([code, meaning]) => [code, { section: title, meaning, ...shared }]),
  ) as Record<K, CodeFacts>;

const REFUSED = { exit: 2, leavesGaps: false } as const;
const UNREAD = { exit: 2, leavesGaps: true } as const;
const FAILED = { exit: 3, leavesGaps: false } as const;

/** All fault codes of hpdm. `docs/errors.md` is generated from this table. */
export const CODES = {
  ...section('Reading a document or a cascade', UNREAD, {
    E_FILE: 'A file that is named cannot be read',
    E_SYNTAX: 'A file is neither YAML nor JSON, or has a key twice',
    E_DOCUMENT_UNKNOWN: 'No document that comes with hpdm has this name',
    E_DOCUMENT: 'A file is not a pipeline document: it is a cascade, or empty',
    E_SHAPE: 'A value has the wrong form',
    E_UNKNOWN_KEY: 'A key is not part of the language',
    E_EXTENDS: 'Files extend each other in a circle',
    E_CASCADE_UNKNOWN: 'A cascade is named that is neither a file ending in .yaml nor a preset',
    E_CASCADE: 'A cascade has the right form, but cannot work',
  }),
  ...section('Modules of operators', UNREAD, {
    E_USE_FILE: 'A module under `use` does not exist, or is not JavaScript or TypeScript',
    E_USE_IMPORT: 'A module fails while it is imported',
    E_USE_EMPTY: 'A module exports no operator',
    E_USE_OPERATOR: 'An export looks like an operator, but part of its contract is missing',
    E_USE_CLASH: 'An operator has the id of another one',
  }),
  ...section('Parameters of a document', UNREAD, {
    E_PARAM_UNKNOWN: 'A parameter is set or read that the document does not declare',
    E_PARAM_OPEN: 'A text has `${` without `}`',
    E_PARAM_MISSING: 'A parameter without a default is not given',
    E_PARAM_TYPE: 'The value of a parameter does not fit its declaration',
    E_PARAM_DEFAULT: 'The default of a parameter does not fit its declaration',
  }),
  ...section('Nodes', UNREAD, {
    E_NODE: 'A node is not exactly one of operator, graph and chain, or has a key that does not go with it',
    E_CHAIN: 'A step of a chain does not have the one input and the one output that a chain joins',
    E_FOR: '`for` repeats over something that is neither the levels of a cascade nor a list',
    E_SUBGRAPH: 'A document that needs inputs is run on its own',
    E_RECURSION: 'A graph contains itself',
    E_NESTING: 'Graphs stand more deeply inside one another than hpdm follows',
    E_TOO_MANY_NODES: 'A document expands to more nodes than hpdm takes',
    E_GRAPH_UNKNOWN: '`graph` names neither an entry of `graphs` nor a file',
    E_OPERATOR_UNKNOWN: 'No operator has this id',
    E_REFERENCE: 'A reference such as `node.port` leads nowhere, or to several copies of a node',
    E_CYCLE: 'Nodes wait for each other in a circle',
    E_INPUT_UNKNOWN: 'A graph or an operator has no input of this name',
    E_INPUT_MISSING: 'A required input is not connected',
    E_OUTPUT_UNKNOWN: 'A node has no output of this name',
    E_ARITY: 'An input that takes one output is given several',
    E_BODY_MISSING: 'An operator that calls a body has none',
    E_BODY_UNEXPECTED: 'An operator that calls no body has one',
    E_BODY_OPERATOR: 'A body holds an operator that is not pure',
    E_BODY_OUTPUT: 'A body lacks an output that its operator needs, or has one that it does not take',
    E_CONTEXT: 'A fine level is not given the context of the coarser ones',
    E_CONDITION: 'The condition of a video does not fit the cascade',
  }),
  ...section('Edges, settings and rates', REFUSED, {
    E_EDGE_TYPE: 'An output feeds an input of another kind or element type',
    E_EDGE_SHAPE: 'An output feeds an input of another layout',
    E_EDGE_RANGE: 'An output may hold values that the input does not take',
    E_EDGE_CASCADE: 'Two parts of a graph that are joined work with different cascades',
    E_SIZE: 'A dimension has two different sizes, or an impossible size',
    E_SETTING_UNKNOWN: 'An operator has no setting of this name',
    E_SETTING_MISSING: 'A setting without a default is not given',
    E_SETTING_TYPE: 'The value of a setting does not fit its declaration',
    E_STALL: 'Streams that are joined do not keep step: a run would stall',
    E_WINDOW: 'A window needs more items than are in flight, or gets no stream',
    E_JOBS: 'A copy of a node with `spread: jobs` is connected with something outside it',
    E_LEVEL: 'The cascade has no such level',
    E_CHANNELS: 'Frames have neither 1 nor 3 channels',
    E_ODD_SIZE: 'The pixel format needs an even width or height',
    E_LARGE_FRAME: 'Frames are larger than the encoder takes, such as a grid of very many videos',
    E_COLOUR: 'A colour is not #rrggbb in hexadecimal',
    E_EXTRA: 'Arguments for ffmpeg hold filters, which would replace those of hpdm',
    E_MEMORY: 'The plan needs more memory than `limits.memory` allows',
  }),
  ...section('Parts that nobody uses', REFUSED, {
    E_PARAM_UNUSED: 'A parameter is declared and not read',
    E_INPUT_UNUSED: 'An input of a graph is declared and not read',
    E_GRAPH_UNUSED: 'An entry of `graphs` is not used',
    E_UNREACHABLE: 'No output of the document or written file depends on a node',
    E_NO_SINK: 'A document writes nothing and has no outputs',
  }),
  ...section('Commands and the environment', REFUSED, {
    E_SET: '`--set` is not `name=value`, or sets something of a cascade',
    E_OPTION: 'An option of `run` or `open`, in TypeScript, is unknown, or its value does not fit',
    E_LIKE: 'A sampling cannot be repeated: its record is damaged, or a file that it was made from has changed',
    E_NO_RECORD: 'A document is to be measured, and keeps no record of its videos',
    E_EVENTS_FILE: 'The file for the events cannot be written',
    E_BACKEND_NAME: 'There is no backend of this name',
    E_JOB: 'A worker cannot make a job: it has another version or other files, or several jobs have failed',
    E_MEMBERS: 'Processes cannot work together: they are not described well, differ, or cannot share the work',
    E_TEMPORARY: 'The temporary folder is not there or cannot be written to',
    E_ENCODER: 'A text encoder, or the package that runs it, is missing or does not load',
    E_FFMPEG_MISSING: 'No ffmpeg that runs was found',
    E_FFMPEG_PATH: 'FFMPEG_PATH does not name an ffmpeg that runs',
    E_RANDOM_KEY: 'Part of the key of a random stream is out of range',
    E_RANDOM_READ: 'A read of a random stream is out of range',
  }),
  ...section('The studio', REFUSED, {
    E_PORT: 'The port is taken, or may not be listened on',
    E_FOREIGN: 'A request comes from another page or program than the one that the studio opened',
    E_REQUEST: 'A page asks for something that the studio does not do',
    E_REQUEST_FORM: 'A page sends something that is no JSON, or has another form than the studio reads',
    E_OUTSIDE: 'A file lies outside of the folder that the studio was started in',
    E_TOO_LARGE: 'A request or a document is larger than the studio takes',
    E_CHANGED: 'A document was changed by another page or program since it was read',
    E_BUSY: 'Something runs already',
  }),
  ...section('Input files', REFUSED, {
    E_FILE_MISSING: 'There is no such file',
    E_FILE_EMPTY: 'A file has no bytes',
    E_WEIGHTS_OTHER: 'A file does not hold the weights that are needed',
    E_IS_FOLDER: 'A file is needed, and the path is a folder',
    E_NOT_VIDEO: 'A file is not one that ffmpeg can read',
    E_NO_VIDEO: 'A file holds no video stream',
    E_DEVICE: 'This machine has no such camera, screen or test source',
    E_IMAGES: 'Numbered images have gaps between their numbers',
    E_NO_ANSWER: 'An address does not answer with a video',
    E_NO_SOUND: 'A file has no sound, or the output can have none',
    E_HDR: 'A video has a high dynamic range, and this ffmpeg cannot bring it to that of a normal screen',
    E_NO_FRAMES: 'No frame lies in the part of a video that is asked for',
    E_SAFETENSORS_SHORT: 'A safetensors file is cut off',
    E_SAFETENSORS_HEADER: 'The header of a safetensors file is damaged',
    E_SAFETENSORS_TENSOR: 'A tensor of a safetensors file is not described as it must be',
  }),
  ...section('Data sets', REFUSED, {
    E_DATA_EMPTY: 'A data set has no clips',
    E_DATA_FORM: 'A folder or a file is not laid out like a data set that hpdm reads',
    E_DATA_CASCADE: 'A data set and a cascade do not fit each other',
    E_DATA_ORDER: 'A view of clips needs a sequence that ends',
    E_CAPTIONS: 'A list of captions has a mistake, or names clips that are not there',
    E_SHARD: 'A tar file of clips cannot be read',
    E_CLIPS: 'No clip of a data set can be used, or too many cannot',
  }),
  ...section('Output files', REFUSED, {
    E_OUTPUT_PATH: 'A path does not say what to write there: its ending belongs to no format',
    E_CODEC: 'An encoder that ffmpeg does not have, or whose video a container does not take',
    E_FOLDER: 'A folder cannot be made or written to',
    E_EXISTS: 'A file of this name exists, and must not be overwritten',
    E_WRITTEN_TWICE: 'Two nodes write to one place',
    E_OWN_INPUT: 'A node writes to what another one reads',
    E_FRAME_SIZE: 'Frames of different sizes go into one video',
    E_EMPTY_SHEET: 'A contact sheet has no frame',
  }),
  ...section('Checkpoints', REFUSED, {
    E_CHECKPOINT_MISSING: 'There is no checkpoint',
    E_CHECKPOINT_DAMAGED: 'Part of a checkpoint is missing or damaged',
    E_CHECKPOINT_OTHER: 'A checkpoint was trained for another cascade',
    E_CHECKPOINT_STEP: 'Training goes on from another step than its items do',
    E_CHECKPOINT_SEED: 'Training continues with a different seed',
    E_CHECKPOINT_OPTIMISER: 'Training continues with a different optimiser',
    E_CHECKPOINT_BATCH: 'Training continues with a different number of clips per step',
    E_CHECKPOINT_DATA: 'Training continues with different data',
    E_CHECKPOINT_WEIGHTS: 'An exported file has the other kind of weights',
    E_EXPORT_RANGE: 'A weight is too large for half precision',
    E_RESUME: 'There is no earlier run to go on with',
  }),
  ...section('A run that failed', FAILED, {
    E_OPERATOR_FAILED: 'An operator threw an error that is not an HpdmError',
    E_STUDIO_FAILED: 'The studio met an error that is not an HpdmError: a fault of hpdm',
    E_OUTPUT_MISSING: 'An operator did not return an output that it declares',
    E_VALUE_SHAPE: 'A value has other sizes than the graph has for it',
    E_EMITS: 'A source that emits one item emitted none or several',
    E_STALLED: 'The run cannot continue, because every ticket is held',
    E_BACKEND_LOAD: 'A backend does not load',
    E_BACKEND_FAILED: 'A graphics card reported an error while it computed',
    E_QUEUE: 'The queue of a farm cannot be reached',
    E_MEMBERS_JOIN: 'The members of a training did not come together',
    E_MEMBER_LOST: 'A member of a training is lost',
    E_PRECISION: 'Nothing on this machine computes in the precision that is asked for',
    E_LOSS: 'The loss or its gradient is no longer a finite number',
    E_NOT_FINITE: 'A video to be shown holds NaN',
    E_EMPTY_VIDEO: 'A video ended without a frame, so nothing was written',
    E_DAMAGED: 'A video file is cut off or damaged',
    E_FFMPEG: 'The ffmpeg process ended before its work was done',
    E_DECODER: 'The process that decodes clips ended before its work was done',
    E_DISK_FULL: 'The disk is full',
    E_OUTPUT_WRITE: 'A file or a folder could not be written',
    E_EVENTS: 'The events could not all be written',
    E_FETCH: 'A package could not be fetched',
  }),
  ...section('hpdm setup', FAILED, {
    E_SETUP_NETWORK: 'A host that is needed is out of reach',
    E_SETUP_WHEEL: 'There is no TensorFlow for this platform',
    E_SETUP_UNPACK: 'The downloaded TensorFlow could not be unpacked',
    E_SETUP_OWN: "The package's own download failed",
    E_SETUP_TOOLS: 'A compiler, Python or another tool is missing',
    E_SETUP_COMPILE: 'The addon could not be compiled',
    E_SETUP_CHECK: 'The addon was built, but does not work',
    E_SETUP_KERNELS: 'The kernels of hpdm could not be built',
    E_SETUP_LINK: 'The built addon could not be put in its place',
    E_SETUP_CACHE: 'The cache folder cannot be made',
    E_SETUP_DISK: 'The disk has too little room',
    E_SETUP_CUDA: 'A GPU was asked for, and TensorFlow with CUDA could not be had',
    E_SETUP_UNEXPECTED: 'Setup failed for a reason that it does not know',
  }),
  ...section('Cancelled', { exit: 130, leavesGaps: false }, { E_CANCELLED: 'The run was cancelled' }),
} as const;

/** A fault code of hpdm. */
export type FaultCode = keyof typeof CODES;

/** A fault code, `X_…`, of an operator or a program that is not part of hpdm. */
export type ForeignCode = `X_${string}`;

/** The facts assumed for a foreign code: a refusal before the run, after which the graph may have gaps. */
const FOREIGN: CodeFacts = { section: '', meaning: 'A fault of an operator that is not part of hpdm', ...UNREAD };

/** The facts about a code. */
export const factsOf = (code: FaultCode | ForeignCode): CodeFacts => (isOwn(code) ? CODES[code] : FOREIGN);

const isOwn = (code: string): code is FaultCode => Object.hasOwn(CODES, code);
