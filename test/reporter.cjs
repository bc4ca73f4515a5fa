/** Suites shorter than this are not worth a line. */
const LONG_MS = 300_000;

/** Names a suite that is still running after five minutes: a suite that never ends would otherwise stop a run without a word. */
module.exports = class {
  #waiting = new Map();

  onTestFileStart({ path }) {
    const say = () => process.stderr.write(`still running after ${LONG_MS / 60_000} minutes: ${path}\n`);
    this.#waiting.set(path, setTimeout(say, LONG_MS).unref());
  }

  onTestFileResult({ path }) {
    clearTimeout(this.#waiting.get(path));
    this.#waiting.delete(path);
  }
};
