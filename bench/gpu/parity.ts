import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The part of Jest's report that is read here. */
interface Report {
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly Assertion[];
  }[];
}
interface Assertion {
  readonly status: string;
}

/** A line of what `test/parity.ts` writes. */
interface Parity {
  readonly what: string;
  readonly difference: number;
  readonly limit: number;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const JEST = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--runInBand'];

/**
 * Run the tests that compare WebGPU with outside references and with other backends, and print what they found.
 *
 * @param seconds after which they are ended
 * fails when a test fails, is skipped, or none ran
 */
export function parity(seconds: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'hpdm-gpu-'));
  try {
    const [reported, differences] = [join(folder, 'report.json'), join(folder, 'parity.jsonl')];
    const { stderr, error } = spawnSync(process.execPath, [...JEST, '--json', `--outputFile=${reported}`, 'webgpu'], {
      cwd: ROOT,
      encoding: 'utf8',
      timeout: 1000 * seconds,
      killSignal: 'SIGKILL',
      env: { ...process.env, HPDM_SLOW: '1', HPDM_PARITY: differences },
    });
    if (!existsSync(reported)) throw new Error(`the tests did not run: ${error?.message ?? ''} ${stderr}`);
    printTests(JSON.parse(readFileSync(reported, 'utf8')) as Report);
    if (existsSync(differences)) printDifferences(readFileSync(differences, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function printTests({ numTotalTests, testResults }: Report): void {
  console.log('| tests on WebGPU | passed | failed | skipped |');
  console.log('| --------------- | ------ | ------ | ------- |');
  let passedAll = 0;
  for (const { name, assertionResults } of testResults) {
    const count = (status: string): number => assertionResults.filter((one) => one.status === status).length;
    const [passed, failed] = [count('passed'), count('failed')];
    passedAll += passed;
    console.log(
      `| \`${relative(ROOT, name)}\` | ${passed} | ${failed} | ${assertionResults.length - passed - failed} |`,
    );
  }
  if (numTotalTests > 0 && passedAll === numTotalTests) return;
  const messages = testResults.map(({ message }) => message).join('\n');
  throw new Error(`${passedAll} of ${numTotalTests} tests passed\n${messages}`);
}

function printDifferences(lines: string): void {
  const found = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Parity);
  console.log('\n| WebGPU against another backend | difference | at most |');
  console.log('| ------------------------------ | ---------- | ------- |');
  for (const { what, difference, limit } of found)
    console.log(`| ${what} | ${difference.toExponential(1)} | ${limit.toExponential(0)} |`);
}
