import { open } from 'node:fs/promises';

/** Make the names in a folder durable, so that a rename survives a power cut. Windows cannot open a folder and does not need this. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
