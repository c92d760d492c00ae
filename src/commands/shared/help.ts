import type { Flag } from './flag.ts'
import { BINARY, flagsOf } from './verb.ts'
import type { Verb } from './verb.ts'

// Needs neither a cluster nor a file.
const EXAMPLE = `kubectl create deployment web --image=contoso.azurecr.io/web --dry-run=client -o yaml | ${BINARY} inject`

/** The help of all verbs. */
export function overview(verbs: readonly Verb[]): string {
  return `${EXAMPLE}

Makes workloads able to pull from Azure Container Registry (ACR), on any cluster: manifests go in, the same
manifests come out, with each pod spec that uses an ACR image referring to the pull secret.

Commands:
${columns(commandRows(verbs))}
Usage:
  ${BINARY} COMMAND [flags]

Use "${BINARY} COMMAND --help" for the flags of a command and examples.
`
}

/** The help of one verb, laid out as kubectl does. */
export function usageOf(verb: Verb): string {
  const { name, summary, details, examples, operand } = verb
  const [first] = examples
  const flags = flagsOf(verb)
  return [
    ...(first === undefined ? [] : [first[1], '']),
    `${summary}.`,
    ...(details === '' ? [] : ['', details.trim()]),
    '',
    ...(examples.length === 0 ? [] : ['Examples:']),
    ...examples.flatMap(([label, command]) => [`  # ${label}`, `  ${command}`, '']),
    'Flags:',
    columns(flags.map(flagRow)),
    'Usage:',
    `  ${BINARY} ${[name, operand && `[${operand}]`, '[flags]'].filter(Boolean).join(' ')}`,
    '',
  ].join('\n')
}

/** The commands with what they do. */
export function commandRows(
  verbs: readonly Verb[],
): readonly (readonly [name: string, description: string])[] {
  const rows = verbs.map(({ name, summary }) => [name, summary] as const)
  return [...rows, ['help', 'Show the help of a command']]
}

function flagRow({ names, placeholder, description, form }: Flag): readonly [string, string] {
  const indent = names.length === 1 ? '    ' : ''
  const value = form === 'optional-value' ? `[=${placeholder || 'VALUE'}]` : ` ${placeholder}`
  return [`${indent}${names.join(', ')}${value}`.trimEnd(), description]
}

function columns(rows: readonly (readonly [left: string, right: string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 3
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}\n`).join('')
}
