/** A value as the text of an input: lists with commas, JSON where an item has a comma. */
export function writeInput(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object' && 'extends' in value) return String(value.extends);
  if (!Array.isArray(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  return value.some((item) => String(item).includes(',')) ? JSON.stringify(value) : value.join(', ');
}
