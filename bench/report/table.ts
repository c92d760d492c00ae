/** A Markdown table with aligned columns. The first row is the head. */
export function table(rows: readonly (readonly string[])[]): string {
  const escaped = rows.map(row => row.map(cell => cell.replaceAll('|', '\\|')))
  const [head = []] = escaped
  const widths = head.map((_, column) => Math.max(3, ...escaped.map(row => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |\n`
  const rule = line(widths.map(width => '-'.repeat(width)))
  return escaped.map((row, index) => line(row) + (index === 0 ? rule : '')).join('')
}
