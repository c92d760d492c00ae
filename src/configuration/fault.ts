/** What is wrong with a configuration, and what to do about it: both in words that may be shown. */
export interface ConfigurationFault {
  /** 1-based. */
  readonly line: number
  readonly what: string
  readonly remedy: string
}

/** The way to a value: keys, and places in lists. */
export type Path = readonly (string | number)[]

/** `registries[0].server`; `''` for the whole. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    const word = /^[\w-]+$/.test(step) ? step : JSON.stringify(step)
    return text === '' ? word : `${text}.${word}`
  }, '')
}
