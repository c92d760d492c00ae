import { loadVerbs } from '../../src/cli.ts'

const verbs = await loadVerbs()

/** What a document makes of the program that there is not: a verb, or a flag of one. */
export function strangeWords(text: string): readonly string[] {
  const joined = text.replaceAll(/ \\\n\s*/g, ' ')
  return [...joined.matchAll(/\bkubectl[ -]acr ([^\n`|<>;&)#]*)/g)].flatMap(([line, rest = '']) => {
    const [verb = '', ...words] = rest.trim().split(/\s+/)
    if (!/^[a-z]+$/.test(verb) || verb === 'help') return []
    const found = verbs.find(({ name }) => name === verb)
    // In a sentence, the program's name may stand alone.
    if (found === undefined) return /\s-/.test(rest) ? [`${line}: there is no ${verb}`] : []
    const names = new Set(found.flags.flatMap(flag => flag.names))
    return words
      .filter(word => /^-\w|^--\w/.test(word))
      .map(word => (word.startsWith('--') ? (/^--[\w-]+/.exec(word)?.[0] ?? word) : word.slice(0, 2)))
      .filter(name => !names.has(name))
      .map(name => `${line.trim()}: there is no ${name}`)
  })
}
