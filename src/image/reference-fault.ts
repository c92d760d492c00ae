/** Why no kubelet can parse an image reference, in words that follow `is not a valid image name: `. */
export interface ReferenceFault {
  /** `placeholder`: only until something fills it in. */
  readonly kind: 'unparsable' | 'placeholder'
  readonly what: string
  /** The reference that was meant, where it can be told. */
  readonly meant?: string
}

// distribution/reference `regexp.go`.
const HOST =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/
const COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/
const TAG = /^\w[\w.-]{0,127}$/
/** Of all components, the host among them. */
const NAME_LENGTH = 255
// opencontainers/go-digest `algorithm.go`: hexadecimal digits of each algorithm.
const DIGESTS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 }

const PLACEHOLDER =
  /\$\{[^}]*\}|\$\([^)]*\)|\$\w+|\{\{.*?\}\}|#\{.*?\}#?|@@\w+@@|%\w+%|<[\w .-]+>|\(\([\w.-]+\)\)/g

/** What is wrong with a reference that has a host, by the grammar that kubelets parse it with; `undefined` for a good one. */
export function faultOfReference(text: string): ReferenceFault | undefined {
  const found = unparsable(text)
  if (found === undefined) return undefined
  const open = text.match(PLACEHOLDER)
  if (open === null) return found
  const filled = unparsable(text.replaceAll(PLACEHOLDER, 'x'))
  const what = `${[...new Set(open)].join(' and ')} must be replaced first`
  return filled === undefined ? { kind: 'placeholder', what } : found
}

function unparsable(text: string): ReferenceFault | undefined {
  const trimmed = text.trim()
  if (trimmed !== text)
    return fault(`it ${text.startsWith(trimmed) ? 'ends' : 'begins'} with whitespace`, trimmed)
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0]
  if (scheme !== undefined) return fault(`it begins with ${scheme}`, text.slice(scheme.length))
  if (/\s/.test(text)) return fault('it contains whitespace')
  const slash = text.indexOf('/')
  const host = text.slice(0, slash)
  if (!HOST.test(host)) return fault(`${host === '' ? 'its host' : host} is not a host`)
  return faultOfPath(text.slice(slash + 1), host)
}

function faultOfPath(path: string, host: string): ReferenceFault | undefined {
  const [named = '', ...digests] = path.split('@')
  const [repository = '', ...tags] = named.split(':')
  const behind = path.slice(repository.length)
  if (repository === '') return fault('it names no repository')
  if (repository !== repository.toLowerCase() && isRepository(repository.toLowerCase()))
    return fault(
      `the repository ${repository} has uppercase letters`,
      `${host}/${repository.toLowerCase()}${behind}`,
    )
  if (!isRepository(repository)) return fault(`${repository} is not a valid repository name`)
  if (`${host}/${repository}`.length > NAME_LENGTH)
    return fault(`it has more than ${NAME_LENGTH} characters before the tag`)
  const [tag, another] = tags
  if (another !== undefined) return fault(`it has two tags, ${tags.join(' and ')}`)
  if (tag === '') return fault('it has no tag after the ":"')
  if (tag !== undefined && !TAG.test(tag))
    return fault(tag.length > 128 ? 'its tag has more than 128 characters' : `${tag} is not a valid tag`)
  const [digest, second] = digests
  if (second !== undefined) return fault('it has two digests')
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
  return fault(`its digest has ${found}, where ${algorithm} has ${length} lowercase hexadecimal digits`)
}

function fault(what: string, meant?: string): ReferenceFault {
  return {
    kind: 'unparsable',
    what,
    ...(meant === undefined || unparsable(meant) !== undefined ? {} : { meant }),
  }
}

/** A reference without what people put around it by mistake, so that its registry is seen all the same. */
export function meantReference(text: string): string {
  return text.trim().replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\//i, '')
}
