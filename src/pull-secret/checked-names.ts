import { UserError } from '../text/user-error.ts'
import { isLabel, isSubdomain, LABEL_LENGTH, LABEL_RULE, SUBDOMAIN_RULE } from '../kubernetes/names.ts'

// The name part of a label's key, and a label's value.
const QUALIFIED = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/

const ANNOTATIONS_LENGTH = 256 * 1024

/** The name itself. Throws UserError. */
export function checkSecretName(name: string): string {
  return checkName(name, 'a Secret')
}

/** The name itself. Throws UserError. */
export function checkName(name: string, kind: string): string {
  if (isSubdomain(name)) return name
  throw new UserError(`"${name}" is not a valid name for ${kind}`, `use ${SUBDOMAIN_RULE}`)
}

/** Returns a valid namespace. Throws UserError for any other. */
export function checkNamespace(namespace: string): string {
  if (isLabel(namespace)) return namespace
  throw new UserError(`"${namespace}" is not a valid name for a namespace`, `use ${LABEL_RULE}`)
}

/** Parses values of `--label`, each `KEY=VALUE`. Throws UserError. */
export function parseLabels(texts: readonly string[]): Readonly<Record<string, string>> {
  const labels = parsePairs(texts, 'label')
  checkLabels(labels)
  return labels
}

/** Parses values of `--annotation`, each `KEY=VALUE`. Throws UserError. */
export function parseAnnotations(texts: readonly string[]): Readonly<Record<string, string>> {
  const annotations = parsePairs(texts, 'annotation')
  checkAnnotations(annotations)
  return annotations
}

export function checkLabels(labels: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(labels)) {
    checkKey(key, 'label', key)
    if (value !== '' && !(value.length <= LABEL_LENGTH && QUALIFIED.test(value)))
      throw new UserError(
        `"${value}" is not a valid value for the label ${key}`,
        `use at most ${LABEL_LENGTH} letters, digits, "-", "_" and ".", starting and ending with a letter or digit; an annotation takes any text`,
      )
  }
}

export function checkAnnotations(annotations: Readonly<Record<string, string>>): void {
  let size = 0
  for (const [key, value] of Object.entries(annotations)) {
    // The API server validates the key of an annotation in lowercase.
    checkKey(key, 'annotation', key.toLowerCase())
    size += Buffer.byteLength(key) + Buffer.byteLength(value)
  }
  if (size > ANNOTATIONS_LENGTH)
    throw new UserError(
      `the annotations are ${size} bytes long`,
      `Kubernetes allows ${ANNOTATIONS_LENGTH} bytes: remove some`,
    )
}

function parsePairs(texts: readonly string[], what: string): Record<string, string> {
  const pairs = new Map<string, string>()
  for (const text of texts) {
    const equals = text.indexOf('=')
    if (equals < 1)
      throw new UserError(`the ${what} "${text}" has no key or no value`, `write --${what} KEY=VALUE`)
    const key = text.slice(0, equals)
    const value = text.slice(equals + 1)
    if ((pairs.get(key) ?? value) !== value)
      throw new UserError(`the ${what} ${key} is given two values`, 'remove one')
    pairs.set(key, value)
  }
  return Object.fromEntries(pairs)
}

function checkKey(key: string, what: string, compared: string): void {
  const slash = compared.indexOf('/')
  const name = compared.slice(slash + 1)
  if (
    (slash < 0 || isSubdomain(compared.slice(0, slash))) &&
    name.length <= LABEL_LENGTH &&
    QUALIFIED.test(name)
  )
    return
  throw new UserError(
    `"${key}" is not a valid key for the ${what}s`,
    `use [DOMAIN/]NAME, with a name of at most ${LABEL_LENGTH} letters, digits, "-", "_" and ".", starting and ending with a letter or digit`,
  )
}
