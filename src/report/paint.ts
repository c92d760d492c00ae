// SGR parameters, ECMA-48.
const CODES = { red: 31, green: 32, yellow: 33, dim: 2 }

export type Color = keyof typeof CODES

/** Gives text a colour, or none where colours are off. */
export type Paint = (color: Color, text: string) => string

export function painter(isOn: boolean): Paint {
  return (color, text) => (isOn ? `\u001b[${CODES[color]}m${text}\u001b[0m` : text)
}
