import { writeFileSync } from 'node:fs';
import { generatedDocs } from './generated-docs.js';

// npm run docs
for (const [file, text] of await generatedDocs()) {
  writeFileSync(file, text);
  process.stdout.write(`${file}\n`);
}
