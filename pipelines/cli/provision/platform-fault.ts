import { readFileSync } from 'node:fs';
import { HpdmError } from '../../../dsl/index.js';

/** What decides whether TensorFlow's wheels run on a machine. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** Version of the GNU C library; undefined on musl. */
  readonly glibc: string | undefined;
  /** The contents of /proc/cpuinfo; '' where there is none. */
  readonly cpuinfo: string;
}

/** The error of a machine on which no wheel of TensorFlow runs; undefined if one may. Everything then runs on wasm or webgpu. */
export function platformFault({ platform, arch, glibc, cpuinfo }: Machine): HpdmError | undefined {
  if (platform !== 'linux') return undefined;
  if (glibc === undefined) {
    return unsupported(
      'TensorFlow has no wheel for musl, the C library of Alpine Linux',
      'use a distribution with glibc, such as Debian or Ubuntu',
    );
  }
  if (arch === 'x64' && /^flags\b/m.test(cpuinfo) && !/^flags\b.*\bavx\b/m.test(cpuinfo)) {
    return unsupported(
      'TensorFlow needs a processor with AVX, which this one does not have',
      'use another machine, or a virtual one that passes AVX on',
    );
  }
  return undefined;
}

const unsupported = (message: string, advice: string): HpdmError =>
  new HpdmError({ code: 'E_SETUP_WHEEL', message, try: `${advice}; without TensorFlow, hpdm runs on wasm or webgpu` });

/** This machine. */
export function thisMachine(): Machine {
  const { platform, arch } = process;
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const cpuinfo = platform === 'linux' ? readFileSync('/proc/cpuinfo', 'utf8') : '';
  return { platform, arch, glibc: header.glibcVersionRuntime, cpuinfo };
}
