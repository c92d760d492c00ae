// Placeholders, which a later program of a pipeline replaces. What is a placeholder depends on the text around it:
// `__X__` is a valid part of a repository, and `<x>` is a placeholder only if it is the whole text. So there is a
// function for each kind of text.

/** envsubst, Flux, Docker Compose. */
const BRACES = String.raw`\$\{[^}]*\}`
/** Azure Pipelines, Kubernetes, MSBuild. */
const PARENTHESES = String.raw`\$\([^)]*\)`
/** Shells. */
const VARIABLE = String.raw`\$\w+`
/** Helm, Argo, GitHub Actions, Jinja. */
const DOUBLE_BRACES = String.raw`\{\{.*?\}\}`
/** Replace Tokens of Azure Pipelines, Octopus Deploy. */
const TOKEN = String.raw`#\{.*?\}#?`
const UNDERSCORES = String.raw`__\w+__`
/** TeamCity, cmd. */
const PERCENT_SIGNS = String.raw`%\w+%`
/** Text for a person to replace, if it is the whole text. */
const ANGLE_BRACKETS = '<[^<>]*>'

function anyOf(...notations: readonly string[]): string {
  return notations.join('|')
}

const IN_REFERENCE = new RegExp(
  anyOf(
    BRACES,
    PARENTHESES,
    VARIABLE,
    DOUBLE_BRACES,
    TOKEN,
    String.raw`@@\w+@@`,
    PERCENT_SIGNS,
    String.raw`<[\w .-]+>`,
    String.raw`\(\([\w.-]+\)\)`,
  ),
  'g',
)
const IN_NAME = new RegExp(
  anyOf(BRACES, PARENTHESES, DOUBLE_BRACES, TOKEN, UNDERSCORES, `^${ANGLE_BRACKETS}$`, PERCENT_SIGNS),
)
const WHOLE = new RegExp(
  `^(?:${anyOf(
    BRACES,
    String.raw`\$\(.*\)`,
    VARIABLE,
    `.*${DOUBLE_BRACES}.*`,
    TOKEN,
    UNDERSCORES,
    PERCENT_SIGNS,
    String.raw`@@?\w+@@?`,
    String.raw`\(\(.*\)\)`,
    ANGLE_BRACKETS,
  )})$`,
  's',
)
const AT_START = /^(?:https?:\/\/)?(?:\$\{\w+\}|\$\(\w+\)|\{\{[\w. ]*\}\}|<[\w-]+>|#\{\w+\}#)(.*)$/s

/** The placeholders in an image reference that is not valid as it stands. */
export function placeholdersInReference(reference: string): readonly string[] {
  return reference.match(IN_REFERENCE) ?? []
}

/** An image reference with a text in place of each placeholder. */
export function replacePlaceholders(reference: string, text: string): string {
  return reference.replaceAll(IN_REFERENCE, text)
}

/** Whether the name of a resource contains a placeholder. */
export function holdsPlaceholder(name: string): boolean {
  return IN_NAME.test(name)
}

/** Whether a text, such as a password, is a placeholder as a whole. */
export function isPlaceholder(text: string): boolean {
  return WHOLE.test(text)
}

/** Whether a longer text, such as a docker config, may contain a placeholder. */
export function mayHoldPlaceholder(text: string): boolean {
  return /\$\{|\$\(|\{\{|#\{|__\w+__|^\s*<[^>]*>\s*$/.test(text)
}

/** Whether a host may contain a placeholder: it has a character that no host has. */
export function isPlaceholderHost(host: string): boolean {
  return /[$<{%]/.test(host)
}

/** The text after the placeholder with which a server begins; `undefined` for a server without one. */
export function textAfterPlaceholder(server: string): string | undefined {
  return AT_START.exec(server)?.[1]
}
