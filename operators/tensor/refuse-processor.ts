import { readFileSync } from 'node:fs';
import { HpdmError } from '../../dsl/index.js';

/**
 * Refuse bfloat16 on a processor that cannot compute in it, before anything is loaded.
 *
 * @param cpuinfo /proc/cpuinfo; '' where there is none
 * fails E_PRECISION
 */
export function refuseProcessor(cpuinfo = cpuinfoHere()): void {
  const flags = new Set(/^flags\s*:(.*)$/m.exec(cpuinfo)?.[1]?.trim().split(/\s+/));
  if (flags.has('avx512_bf16')) return;
  throw new HpdmError({
    code: 'E_PRECISION',
    path: 'with.precision',
    expected: 'a processor with AMX-BF16 or AVX512-BF16, on Linux',
    got: flags.size === 0 ? `${process.platform} ${process.arch}` : 'a processor without avx512_bf16 and amx_bf16',
    try: 'precision: float32',
  });
}

const cpuinfoHere = (): string => (process.platform === 'linux' ? readFileSync('/proc/cpuinfo', 'utf8') : '');
