import { request } from 'node:http';
import { afterAll } from '@jest/globals';
import { serveStudio, type Studio, type StudioOptions } from '../../../pipelines/studio/serve-studio.js';

/** A studio that ends with the tests of the file. */
export async function served(options: StudioOptions): Promise<Studio> {
  const studio = await serveStudio(options);
  afterAll(() => studio.close());
  return studio;
}

/** An answer of a studio. */
export interface Answer {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** Ask a studio, with any path and headers, which `fetch` would mend. */
export function asked(
  { url }: Studio,
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method, headers, path: path.startsWith('//') ? path.slice(1) : `${pathname}${path}` },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode,
            type: response.headers['content-type'],
            headers: response.headers,
            text,
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
