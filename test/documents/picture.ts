import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'
import { makeFolder } from '../folder.ts'
import { builtPlugin } from '../plugin/built-plugin.ts'
import { DIRECTLY } from './console.ts'

const COLUMNS = 110
const FONT_SIZE = 14
/** Of a monospaced font: the width of a character, and the height of a line, in pixels. */
const [ADVANCE, LINE_HEIGHT] = [FONT_SIZE * 0.6, 20]
const [MARGIN, TITLE_BAR] = [18, 36]

const COLORS: Readonly<Record<number, string>> = {
  30: '#6e7681',
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#56d4dd',
  37: '#f0f6fc',
  90: '#8b949e',
}
const FOREGROUND = '#e6edf3'

interface Style {
  readonly isBold: boolean
  readonly isDim: boolean
  readonly color: string
}

const PLAIN: Style = { isBold: false, isDim: false, color: FOREGROUND }

/** What a terminal shows after commands that are typed one after the other, in a directory with these files. */
export async function recordTerminal(
  commands: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const cwd = makeFolder(files)
  let screen = ''
  for (const [at, command] of commands.entries()) {
    const line = at === 0 ? command : `${DIRECTLY}; ${command}` // once by kubectl itself
    screen += `\u001b[32m$\u001b[0m ${command}\n${await type(line, cwd)}\n`
  }
  return screen
}

function type(command: string, cwd: string): Promise<string> {
  const line = `stty cols ${COLUMNS} rows 50; ${command}`
  const child = spawn('script', ['-qec', `bash -c '${line}'`, '/dev/null'], {
    cwd,
    env: {
      PATH: builtPlugin() + delimiter + (process.env['PATH'] ?? ''),
      HOME: cwd,
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => resolve(text.replaceAll('\r\n', '\n')))
  })
}

/** A picture of a terminal's screen, in SVG. Colours and bold text are those that the screen's codes ask for. */
export function drawTerminal(screen: string, title: string): string {
  const rows = rowsOf(screen.trimEnd())
  const width = Math.ceil(COLUMNS * ADVANCE + 2 * MARGIN)
  const height = TITLE_BAR + rows.length * LINE_HEIGHT + MARGIN
  const texts = rows.map((row, at) => {
    const y = TITLE_BAR + (at + 1) * LINE_HEIGHT - 5
    return row.length === 0 ? '' : `  <text y="${y}">${row.map(drawText).join('')}</text>\n`
  })
  const lights = ['#ff5f57', '#febc2e', '#28c840']
    .map((fill, at) => `  <circle cx="${MARGIN + 4 + at * 20}" cy="18" r="6" fill="${fill}"/>\n`)
    .join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT_SIZE}" xml:space="preserve">
  <title>${escaped(title)}</title>
  <rect width="${width}" height="${height}" rx="10" fill="#0d1117"/>
${lights}${texts.join('')}</svg>
`
}

/** Text of one style in a row of the screen. */
interface Run {
  readonly text: string
  readonly column: number
  readonly style: Style
}

/** The rows of a screen: a line that is too long goes on in the next row, as in a terminal. */
function rowsOf(screen: string): readonly (readonly Run[])[] {
  let style = PLAIN
  return screen.split('\n').flatMap(line => {
    let row: Run[] = []
    const rows = [row]
    let column = 0
    // oxlint-disable-next-line no-control-regex -- a terminal's codes begin with a control character
    for (const [, code, text = ''] of line.matchAll(/\u001b\[([\d;]*)m|([^\u001b]+)/g)) {
      if (code !== undefined) style = styleAfter(style, code)
      for (let rest = Array.from(text); rest.length > 0;) {
        if (column === COLUMNS) {
          row = []
          rows.push(row)
          column = 0
        }
        const part = rest.slice(0, COLUMNS - column)
        row.push({ text: part.join(''), column, style })
        column += part.length
        rest = rest.slice(part.length)
      }
    }
    return rows
  })
}

/** The length is given, so that columns stand one below the other in whatever font there is. */
function drawText({ text, column, style }: Run): string {
  if (text.trim() === '') return ''
  const { isBold, isDim, color } = style
  const x = MARGIN + column * ADVANCE
  const length = Array.from(text).length * ADVANCE
  const more = `${isBold ? ' font-weight="bold"' : ''}${isDim ? ' opacity="0.6"' : ''}`
  return `<tspan x="${round(x)}" textLength="${round(length)}" fill="${color}"${more}>${escaped(text)}</tspan>`
}

function styleAfter(style: Style, code: string): Style {
  let next = style
  for (const number of code.split(';').map(Number)) {
    if (number === 0) next = PLAIN
    else if (number === 1) next = { ...next, isBold: true }
    else if (number === 2) next = { ...next, isDim: true }
    else if (number === 22) next = { ...next, isBold: false, isDim: false }
    else if (number === 39) next = { ...next, color: FOREGROUND }
    else next = { ...next, color: COLORS[number] ?? next.color }
  }
  return next
}

function round(length: number): string {
  return String(Math.round(length * 10) / 10)
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
