/** The members of a run, and which one this process is. */
export interface Gang {
  /** Number of this member; member 0 leads: it writes the files, and the others reach its coordination service. */
  readonly rank: number;
  /** `host:port` of every member, in the order of their numbers. */
  readonly addresses: readonly string[];
  /** What described them: `TF_CONFIG`, `Slurm`, `Kubernetes`. */
  readonly from: string;
  /** Called in this member when another one is lost, before it ends, too. */
  readonly onLoss?: () => void;
}

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;
