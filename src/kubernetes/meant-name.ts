import { isLabel, isSubdomain } from './names.ts'

const PLACEHOLDER = /\$\{[^}]*\}|\$\([^)]*\)|\{\{.*\}\}|#\{.*\}#?|__\w+__|^<[^<>]*>$|%\w+%/

/** Whether something later in a pipeline may make a name of a text. */
export function holdsPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text)
}

/** The name of a Secret that was meant by a text that is none, where it can be told. */
export function meantName(text: string): string | undefined {
  const trimmed = text.trim().replace(/[,;]$/, '')
  const [, mapped = trimmed] = /^map\[name:(.*)\]$/.exec(trimmed) ?? []
  const [, named = mapped] = /^name:\s*(.*)$/.exec(mapped) ?? []
  const [, namespace = '', local = named] = /^([^/]+)\/([^/]+)$/.exec(named) ?? []
  const name = isLabel(namespace) ? local : named
  const written = name.toLowerCase().replaceAll('_', '-')
  return isSubdomain(written) ? written : undefined
}
