import { firstLine, HpdmError } from '../../../dsl/index.js';

/** The part of tfjs's WebGPU backend that is used here. */
interface WebgpuBackend {
  readonly device: {
    readonly lost: Promise<{ readonly message: string }>;
    addEventListener(type: 'uncapturederror', listener: (event: GpuErrorEvent) => void): void;
  };
  read: (dataId: object) => Promise<unknown>;
}
interface GpuErrorEvent {
  readonly error: { readonly message: string };
  preventDefault(): void;
}

const watched = new WeakSet<object>();

/**
 * Make every read of a WebGPU backend fail after the card reported an error. tfjs ignores such errors, and what could not be computed, because
 * a tensor is larger than a buffer may be, or memory is used up, would be read as zeros.
 *
 * fails E_BACKEND_FAILED at the next read and at all later ones: no number that was computed since the error can be trusted
 */
export function refuseAfterGpuError(backend: object): void {
  if (watched.has(backend)) return;
  watched.add(backend);
  const { device, read } = backend as WebgpuBackend;
  let failure: HpdmError | undefined;
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    failure ??= failed(firstLine(event.error.message));
  });
  void device.lost.then(({ message }) => (failure ??= failed(`the device was lost: ${message}`)));
  (backend as WebgpuBackend).read = async (dataId) => {
    const values = await read.call(backend, dataId).catch((error: unknown) => {
      if (failure !== undefined) throw failure;
      throw error;
    });
    if (failure !== undefined) throw failure;
    return values;
  };
}

const failed = (got: string): HpdmError =>
  new HpdmError({
    code: 'E_BACKEND_FAILED',
    expected: 'the graphics card to compute all operations',
    got,
    try: 'fewer videos or tiles at a time (--batch), or --backend tensorflow',
  });
