/** A fenced block of a Markdown document. */
export interface Block {
  /** The words behind the opening fence: `console`, `sh cluster`. */
  readonly info: string
  /** What stands between the fences, with its last line end. */
  readonly text: string
  /** Offsets of `text` in the document. */
  readonly start: number
  readonly end: number
}

/** All fenced blocks, in order. Only fences of three backquotes at the start of a line are looked for. */
export function fencedBlocks(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\S[^\n]*)\n([^]*?)^```$/gm)].map(match => {
    const [, info = '', text = ''] = match
    const start = match.index + '```'.length + info.length + '\n'.length
    return { info, text, start, end: start + text.length }
  })
}

/** The document without its fenced blocks: what is prose. */
export function proseOf(markdown: string): string {
  return withoutBlocks(markdown)
}

/** The document without the texts of its fenced blocks, or of those of one sort. */
export function withoutBlocks(markdown: string, info?: string): string {
  const blocks = fencedBlocks(markdown).filter(block => info === undefined || block.info === info)
  const ends = [0, ...blocks.map(block => block.end)]
  return ends.map((end, at) => markdown.slice(end, blocks[at]?.start)).join('')
}

/** The headings, without their marks. */
export function headingsOf(markdown: string): readonly string[] {
  return [...proseOf(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)
}

/** The anchor that GitHub gives a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}
