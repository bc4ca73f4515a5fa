/** The four backends by their names in tfjs. */
export const BACKENDS = ['tensorflow', 'webgpu', 'wasm', 'cpu'] as const;
/** The name of a backend. */
export type BackendName = (typeof BACKENDS)[number];

/** A loaded backend: its device and version. */
export interface BackendReport {
  readonly name: BackendName;
  /** The device that computes, e.g. `CPU`, `NVIDIA GPU`, `nvidia-a100, NVIDIA: 535.54.03`, `llvmpipe-llvm-15, Mesa 22.3.6 (software)`. */
  readonly device: string;
  /** Whether the device is a hardware GPU; a software adapter is not. */
  readonly gpu: boolean;
  /** Version of the library behind the backend, e.g. TensorFlow's `2.21.0`. */
  readonly version: string;
  /** Why TensorFlow did not load, if `auto` chose a slower backend because of it; the user should be warned. */
  readonly fallback?: string;
}
