import { placeholdersInReference, replacePlaceholders } from '../text/placeholder.ts'

/** Why the kubelet cannot parse an image reference. `what` follows `NAME is not a valid image name: `. */
export interface ReferenceFault {
  /** `placeholder`: the reference becomes valid once another tool replaces a placeholder. */
  readonly kind: 'unparsable' | 'placeholder'
  readonly what: string
  /** The corrected reference, if the fix is obvious. */
  readonly meant?: string
}

// distribution/reference `regexp.go`.
const HOST =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/
const COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/
const TAG = /^\w[\w.-]{0,127}$/
/** Characters of the name, the host included. */
const NAME_LENGTH = 255
// opencontainers/go-digest `algorithm.go`: the number of hexadecimal digits for each algorithm.
const DIGESTS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 }

/**
 * Validates a reference that has a host, by the grammar of distribution/reference, which the kubelet uses. Returns
 * `undefined` for a valid reference.
 */
export function faultOfReference(text: string): ReferenceFault | undefined {
  const found = unparsable(text)
  if (found === undefined) return undefined
  const open = placeholdersInReference(text)
  if (open.length === 0) return found
  const filled = unparsable(replacePlaceholders(text, 'x'))
  const what = `${[...new Set(open)].join(' and ')} must be replaced first`
  return filled === undefined ? { kind: 'placeholder', what } : found
}

function unparsable(text: string): ReferenceFault | undefined {
  const trimmed = text.trim()
  if (trimmed !== text)
    return fault(`the name ${text.startsWith(trimmed) ? 'ends' : 'begins'} with whitespace`, trimmed)
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0]
  if (scheme !== undefined) return fault(`the name begins with ${scheme}`, text.slice(scheme.length))
  if (/\s/.test(text)) return fault('the name contains whitespace')
  const slash = text.indexOf('/')
  const host = text.slice(0, slash)
  if (!HOST.test(host)) return fault(host === '' ? 'the host is missing' : `${host} is not a valid host`)
  return faultOfPath(text.slice(slash + 1), host)
}

function faultOfPath(path: string, host: string): ReferenceFault | undefined {
  const [named = '', ...digests] = path.split('@')
  const [repository = '', ...tags] = named.split(':')
  const suffix = path.slice(repository.length)
  if (repository === '') return fault('the name has no repository')
  if (repository !== repository.toLowerCase() && isRepository(repository.toLowerCase()))
    return fault(
      `the repository ${repository} has uppercase letters`,
      `${host}/${repository.toLowerCase()}${suffix}`,
    )
  if (!isRepository(repository)) return fault(`${repository} is not a valid repository name`)
  if (`${host}/${repository}`.length > NAME_LENGTH)
    return fault(`the name has more than ${NAME_LENGTH} characters before the tag`)
  const [tag, another] = tags
  if (another !== undefined) return fault(`the name has two tags, ${tags.join(' and ')}`)
  if (tag === '') return fault('the tag after the ":" is missing')
  if (tag !== undefined && !TAG.test(tag))
    return fault(tag.length > 128 ? 'the tag has more than 128 characters' : `${tag} is not a valid tag`)
  const [digest, second] = digests
  if (second !== undefined) return fault('the name has two digests')
  return digest === undefined ? undefined : faultOfDigest(digest)
}

function isRepository(text: string): boolean {
  return text.split('/').every(component => COMPONENT.test(component))
}

function faultOfDigest(digest: string): ReferenceFault | undefined {
  const [, algorithm = '', digits = ''] = /^([^:]*):?(.*)$/s.exec(digest) ?? []
  const length = DIGESTS[algorithm]
  if (length === undefined) return fault(`"${algorithm}" is not a digest algorithm`)
  if (digits.length === length && /^[a-f0-9]*$/.test(digits)) return undefined
  const found = /^[a-f0-9]*$/.test(digits) ? `${digits.length} digits` : 'other characters than 0-9 and a-f'
  return fault(`the digest has ${found}, where ${algorithm} has ${length} lowercase hexadecimal digits`)
}

function fault(what: string, meant?: string): ReferenceFault {
  return {
    kind: 'unparsable',
    what,
    ...(meant === undefined || unparsable(meant) !== undefined ? {} : { meant }),
  }
}

/**
 * Removes whitespace and a URL scheme around a reference. The registry of a wrongly written reference can still be
 * found.
 */
export function meantReference(text: string): string {
  return text.trim().replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\//i, '')
}
