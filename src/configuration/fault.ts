/** A fault in a configuration, with a remedy. Both texts are safe to show. */
export interface ConfigurationFault {
  /** 1-based. */
  readonly line: number
  readonly what: string
  readonly remedy: string
}

/** The path to a value: keys, and indexes of lists. */
export type Path = readonly (string | number)[]

/** Writes a path: `registries[0].server`; `''` for the whole configuration. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    const word = /^[\w-]+$/.test(step) ? step : JSON.stringify(step)
    return text === '' ? word : `${text}.${word}`
  }, '')
}
