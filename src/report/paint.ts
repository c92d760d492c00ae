// SGR parameters, ECMA-48.
const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 }

export type Color = keyof typeof CODES

/** Colors a text, or returns it unchanged if colors are off. */
export type Paint = (color: Color, text: string) => string

export function painter(isOn: boolean): Paint {
  return (color, text) => (isOn ? `\u001b[${CODES[color]}m${text}\u001b[0m` : text)
}

const SEVERITIES = { error: 'red', warning: 'yellow', note: 'dim' } as const

/** The label of a severity, the same in all reports: `error:` in red. */
export function severityLabel(severity: keyof typeof SEVERITIES, paint: Paint): string {
  return paint(SEVERITIES[severity], `${severity}:`)
}
