import { itemAt } from '../../dsl/index.js';
const PREFIXES = ['', ' k', ' M', ' G', ' T', ' P', ' E'];
const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** A count with three digits and a prefix of thousands: `12.3 G`. */
export const formatCount = (value: number): string => scaled(value, 1000, PREFIXES);

/** Bytes with three digits and a unit of 1024s: `1.50 GiB`. */
export const formatBytes = (bytes: number): string =>
  scaled(
    bytes,
    1024,
    BYTES.map((unit) => ` ${unit}`),
  );

function scaled(value: number, base: number, units: readonly string[]): string {
  let power = 0;
  // 999.5 would be shown as 1000
  while (value / base ** power >= (power === 0 ? base : 999.5) && power < units.length - 1) power++;
  const amount = value / base ** power;
  const digits = power === 0 ? 0 : amount < 9.995 ? 2 : amount < 99.95 ? 1 : 0;
  return `${amount.toFixed(digits)}${itemAt(units, power)}`;
}
