/** Whether a path names a document, and no checkpoint. */
export const isDocument = (path: string): boolean => /\.(ya?ml|json)$/i.test(path);
