// RFC 1123, as Kubernetes validates names (apimachinery `validation.go`).
const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/

/** Characters. */
const SUBDOMAIN_LENGTH = 253
/** The regular expression of a Secret's name, for JSON Schema. */
export const SUBDOMAIN_PATTERN = `^(?=.{1,${SUBDOMAIN_LENGTH}}$)${SUBDOMAIN.source.slice(1)}`
/** Characters. */
export const LABEL_LENGTH = 63

/** The rule for a Secret's name, in words for error messages. */
export const SUBDOMAIN_RULE = `at most ${SUBDOMAIN_LENGTH} lower-case letters, digits, "-" and ".", starting and ending with a letter or digit`
export const LABEL_RULE = `at most ${LABEL_LENGTH} lower-case letters, digits and "-", starting and ending with a letter or digit`

/** Whether a text is a valid name of a Secret, and of most other resources. */
export function isSubdomain(text: string): boolean {
  return text.length <= SUBDOMAIN_LENGTH && SUBDOMAIN.test(text)
}

/** Whether a text is a valid name of a namespace. */
export function isLabel(text: string): boolean {
  return text.length <= LABEL_LENGTH && LABEL.test(text)
}
