import { spawn } from 'node:child_process';
import { InvalidArgumentError, Command } from 'commander';
import { documentFile } from '../ready-documents.js';

const HELP = `
The page shows the graph of a document beside its text, with every mistake at its line, as hpdm check and hpdm draw do.
Run starts the document in a process of its own, shows every level as it is denoised, and goes on when the page is closed.
It is served on 127.0.0.1 to whoever has the address with its token; nothing leaves this machine. Documents are read and written in
the folder in which the studio is started, and what comes with hpdm is saved under another name.

Examples:
  hpdm studio                          the document that hpdm start runs
  hpdm studio mine.yaml                one of your own
  hpdm studio train --no-open          write the address, open no browser
  hpdm studio --port 8080              on this port

From another machine, over ssh: ssh -L 4736:127.0.0.1:4736 HOST, then open the address there.
Ctrl-C ends it, and a run that is at work: what is finished is kept.`;

interface StudioFlags {
  readonly port?: number;
  readonly open: boolean;
}

/** `hpdm studio`. */
export const studioCommand = (): Command =>
  new Command('studio')
    .summary('open a page in the browser: documents as text and graph, runs, results')
    .description(
      'Serve a page on this machine that shows documents as text and as a graph, checks them as you write and runs them.',
    )
    .argument('[file]', 'pipeline document, or the name of one that comes with hpdm', 'sample-texts')
    .option('--port <n>', 'port on 127.0.0.1 (default: 4736, or any free one)', port)
    .option('--no-open', 'only write the address')
    .addHelpText('after', HELP)
    .action(async (file: string, { port, open }: StudioFlags) => {
      const { serveStudio } = await import('../studio/serve-studio.js');
      const studio = await serveStudio({ folder: process.cwd(), document: documentFile(file), port });
      const end = ended(); // before anybody is told of Ctrl-C
      process.stdout.write(`${studio.url}\n`);
      process.stderr.write('the studio is open to whoever has this address on this machine; Ctrl-C ends it\n');
      if (open) openInBrowser(studio.url);
      await end;
      process.once('SIGINT', () => void studio.close()); // a second Ctrl-C gives up the run that is at work
      await studio.close();
    });

/** A port from the command line. */
function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value < 65536) return value;
  throw new InvalidArgumentError('expected a port, 1 to 65535');
}

/** Open the address, if there is something to open it with; it has been written in any case. */
function openInBrowser(url: string): void {
  const { platform, env } = process;
  if (platform === 'linux' && env['DISPLAY'] === undefined && env['WAYLAND_DISPLAY'] === undefined) return;
  const [command, ...args] =
    platform === 'darwin' ? ['open', url] : platform === 'win32' ? ['explorer', url] : ['xdg-open', url];
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

/** Wait for Ctrl-C, a polite kill, or a terminal that is closed. */
const ended = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
