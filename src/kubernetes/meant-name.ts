import { isLabel, isSubdomain } from './names.ts'

/** The Secret name that an invalid text was meant to be, where the fix is obvious. */
export function meantName(text: string): string | undefined {
  const trimmed = text.trim().replace(/[,;]$/, '')
  const [, mapped = trimmed] = /^map\[name:(.*)\]$/.exec(trimmed) ?? []
  const [, named = mapped] = /^name:\s*(.*)$/.exec(mapped) ?? []
  const [, namespace = '', local = named] = /^([^/]+)\/([^/]+)$/.exec(named) ?? []
  const name = isLabel(namespace) ? local : named
  const written = name.toLowerCase().replaceAll('_', '-')
  return isSubdomain(written) ? written : undefined
}
