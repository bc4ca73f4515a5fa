/** The four backends, by the name tfjs knows them under. */
export const BACKENDS = ['tensorflow', 'webgpu', 'wasm', 'cpu'] as const;
/** The name of a backend. */
export type BackendName = (typeof BACKENDS)[number];

/** A backend that has loaded: what computes, and where. */
export interface BackendReport {
  readonly name: BackendName;
  /** What does the arithmetic, e.g. `CPU`, `NVIDIA GPU`, `SwiftShader driver 5.0.0 (software)`. */
  readonly device: string;
  /** Whether that is a real graphics card; a software adapter is none. */
  readonly gpu: boolean;
  /** Version of the library behind the backend, e.g. TensorFlow's `2.21.0`. */
  readonly version: string;
  /** Why `auto` took this and not TensorFlow, where TensorFlow does not load; worth a warning. */
  readonly fallback?: string;
}
