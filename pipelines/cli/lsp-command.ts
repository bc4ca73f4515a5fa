import { Command } from 'commander';

const HELP = `
The editor starts it and speaks with it over standard input and output: it marks the faults that hpdm check finds, proposes operators,
ports, settings and keys, and explains what the cursor is on. docs/studio.md says how VS Code and Neovim are told of it.

Examples:
  hpdm lsp                what an editor starts
  hpdm lsp --stdio        the same, as some editors write it

Neovim 0.11:
  vim.lsp.config('hpdm', { cmd = { 'hpdm', 'lsp' }, filetypes = { 'yaml' } })
  vim.lsp.enable('hpdm')`;

/** `hpdm lsp`. */
export const lspCommand = (): Command =>
  new Command('lsp')
    .summary('help an editor with documents (language server)')
    .description('Serve an editor over standard input and output: faults, completion, explanations (LSP 3.17).')
    .option('--stdio', 'as it does without it; some editors add it')
    .addHelpText('after', HELP)
    .action(async () => {
      const { createConnection } = await import('vscode-languageserver/node');
      const { serveLanguage } = await import('../language/serve-language.js');
      const connection = createConnection(process.stdin, process.stdout);
      const ended = new Promise<void>((resolve) => {
        connection.onExit(resolve);
        process.stdin.once('end', resolve);
      });
      serveLanguage(connection);
      await ended;
    });
