const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:960px;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse}td,th{padding:.1rem .8rem .1rem 0;vertical-align:top;text-align:left;font-weight:normal}
td:first-child,th{color:#666}
img,svg,video{max-width:100%;height:auto;image-rendering:pixelated}pre{background:#f5f5f5;padding:1rem;overflow:auto;font-size:12px}`;

/** An HTML page that needs no other file. */
export const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head><body>
<h1>${escaped(title)}</h1>
${body}
</body></html>
`;

/** A table of two columns. */
export const table = (entries: Readonly<Record<string, string | number>>): string =>
  rows(Object.entries(entries).map(([key, value]) => [key, `${value}`]));

/** A table of texts, row by row, under a head if one is given. */
export const rows = (lines: readonly (readonly string[])[], head: readonly string[] = []): string =>
  `<table>${head.length === 0 ? '' : `<tr>${head.map((cell) => `<th>${escaped(cell)}</th>`).join('')}</tr>\n`}${lines
    .map((line) => `<tr>${line.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`)
    .join('\n')}</table>`;

/** Bytes of a picture or a video as an address inside a page. */
export const dataUrl = (type: string, bytes: Uint8Array): string =>
  `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;

/** A text inside a page. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
