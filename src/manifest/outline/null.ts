/** What is null without quotes, beside nothing at all. */
export function isNullText(text: string): boolean {
  return text === 'null' || text === '~' || text === 'Null' || text === 'NULL'
}
