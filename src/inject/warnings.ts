import type { Diagnostic } from '../manifest/diagnostic.ts'
import { meantName } from '../kubernetes/meant-name.ts'
import { holdsPlaceholder } from '../text/placeholder.ts'
import { isSubdomain } from '../kubernetes/names.ts'
import { LIST_KEY } from '../manifest/list-keys.ts'
import { BUILT_IN_GROUPS } from '../kubernetes/groups.ts'
import type { Identity, Resource, UnplacedImage } from '../manifest/resource.ts'
import type { MisplacedList } from '../manifest/sites/misplaced-lists.ts'
import { isDiagnostic } from '../manifest/site.ts'
import type { Entry } from '../manifest/site.ts'
import { shellWord } from '../text/shell-word.ts'
import { concat, NONE } from '../text/lists.ts'
import type { InjectOptions } from './options.ts'
import type { Warning } from './outcome.ts'
import { secretsFor } from './secret-rules.ts'
import { nearLoginServer } from '../image/near-login-server.ts'
import type { RegistryOf } from '../image/registry.ts'
import type { ScopedResource, ScopedSite } from './scope.ts'
import { scopedSites } from './scope.ts'

/** A fault of one entry in a list. */
export interface OddEntry extends Diagnostic {
  readonly code: 'empty-entry' | 'invalid-name' | 'duplicate-entry'
}

/** Finds entries without a valid name, and duplicates. */
export function oddEntries(entries: readonly Pick<Entry, 'name' | 'line'>[]): readonly OddEntry[] {
  const seen = new Set<string>()
  return entries.flatMap(({ name, line }): readonly OddEntry[] => {
    const isRepeated = seen.has(name)
    seen.add(name)
    if (name === '')
      return [
        {
          code: 'empty-entry',
          line,
          what: 'an entry of imagePullSecrets without a name gives no credential, and still hides the list of the service account',
          remedy: 'remove the entry',
        },
      ]
    if (!isSubdomain(name) && !holdsPlaceholder(name)) return [invalidName(name, line)]
    if (!isRepeated) return []
    const what = `imagePullSecrets lists ${name} twice, which server-side apply refuses`
    return [{ code: 'duplicate-entry', line, what, remedy: 'remove one of them' }]
  })
}

/** Warnings about duplicate keys on the way to the fields that are read or edited. */
export function repeatWarnings({ document, site }: ScopedSite): readonly Warning[] {
  const { repeats } = site
  if (repeats === undefined) return NONE
  return repeats.map(({ key, lines }) => {
    const all = lines.map(line => document.linesBefore + line)
    const count = all.length === 2 ? 'twice' : `${all.length} times`
    const places = `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
    return {
      code: 'duplicate-key',
      line: all.at(-1) ?? 0,
      message: `the key ${key} occurs ${count} (lines ${places}), and kubectl reads the last: keep one of them`,
    }
  })
}

function invalidName(name: string, line: number): OddEntry {
  const meant = meantName(name)
  return {
    code: 'invalid-name',
    line,
    what: `imagePullSecrets lists ${name}, and no Secret can have that name`,
    remedy: meant === undefined ? 'list the name of a Secret' : `write ${meant}`,
  }
}

/** Warnings about an existing list, whose entries are kept. */
export function listWarnings({ document, site }: ScopedSite): readonly Warning[] {
  if (site.list.entries.length === 0 || isDiagnostic(site.list.insertion)) return NONE
  return oddEntries(site.list.entries).map(({ code, line, what, remedy }) => ({
    code,
    line: document.linesBefore + line,
    message: `${what}: ${remedy}`,
  }))
}

/** What was meant as a list of pull secrets, and is none; `listed`: the names that the resource lists in the end. */
export function misplacedWarnings(
  { document }: ScopedResource,
  lists: readonly MisplacedList[],
  listed: readonly string[],
): readonly Warning[] {
  return lists.flatMap(({ kind, path, line: ownLine, names, placeholder }): readonly Warning[] => {
    if (kind === 'mounted') return NONE
    const line = document.linesBefore + ownLine
    if (placeholder !== undefined) {
      const message = `${commentedOut(path, placeholder)}: replace the placeholder before inject`
      return [{ code: 'list-placeholder', line, message }]
    }
    const left = names.filter(name => !listed.includes(name))
    const rest = left.length === 0 ? '' : `, and list ${left.join(', ')} under ${LIST_KEY}`
    return [
      {
        ...(kind === 'misspelt' ? { code: 'misspelt-key' } : { code: 'misplaced-list' }),
        line,
        message: `${path} is not a field that Kubernetes reads: remove it${rest}`,
      },
    ]
  })
}

/** What there is of a list that a comment stands for. */
export function commentedOut(path: string, placeholder: string): string {
  return `${path} is empty, since YAML reads ${placeholder} as a comment`
}

/** Warnings about the hosts that images of a site name. */
export function hostWarnings({ document, site }: ScopedSite, registryOf: RegistryOf): readonly Warning[] {
  const doubts = new Map<string, number>()
  for (const { reference, line } of site.images)
    for (const doubt of doubtsAboutImage(reference, registryOf))
      if (!doubts.has(doubt)) doubts.set(doubt, document.linesBefore + line)
  if (doubts.size === 0) return NONE
  return [...doubts].map(([message, line]) => ({ code: 'doubtful-host', line, message }))
}

function doubtsAboutImage(reference: string, registryOf: RegistryOf): readonly string[] {
  const registry = registryOf(reference)
  if (registry !== undefined) return registry.doubts
  const near = nearLoginServer(reference)
  if (near === undefined) return NONE
  return [near.meant === undefined ? near.what : `${near.what}: write ${near.meant}`]
}

/** An image without a pull secret. */
export interface Unplaced extends Diagnostic {
  readonly code: 'unplaced-image' | 'no-secret'
  /** The image and its path, with which `what` begins. */
  readonly subject?: string
}

/** Images of ACR without a place for a pull secret, or without a pull secret for their registry. */
export function unplacedIn(
  scoped: ScopedResource,
  registryOf: RegistryOf,
  { secrets }: InjectOptions,
): readonly Unplaced[] {
  return concat(withoutPlace(scoped.resource, registryOf), withoutSecret(scoped, registryOf, secrets))
}

/** Images of ACR where the resource has no place for a pull secret, as far as is known: the first one speaks for all. */
export function withoutPlace(
  { unplacedImages, advice, role, origin, identity }: Resource,
  registryOf: RegistryOf,
): readonly Unplaced[] {
  if (unplacedImages.length === 0) return NONE
  const [first, ...others] = unplacedImages.filter(({ reference }) => registryOf(reference) !== undefined)
  if (first === undefined) return []
  const isUnknown = role === 'unknown' || origin?.by === 'shape'
  const canLearn = isUnknown && !BUILT_IN_GROUPS.has(identity.group)
  const where = isUnknown
    ? `the place of pull secrets in a ${identity.kind} is not known`
    : 'the resource has no place for a pull secret'
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  const subject = `${first.reference} at ${first.path}${more}`
  const { given } = first
  return [
    {
      code: 'unplaced-image',
      line: first.line,
      subject,
      what: `${subject}: ${given === undefined ? where : whereGiven(given)}`,
      remedy:
        (given === undefined ? advice : remedyForGiven(identity)) ??
        (canLearn ? remedyForUnknown(identity) : 'list the pull secret in the service account of its pods'),
    },
  ]
}

function whereGiven({ parameter, to }: NonNullable<UnplacedImage['given']>): string {
  return `only the ${to} can tell whether parameter ${parameter} is an image to run`
}

/** The field where a run lists pull secrets for all tasks that it starts. */
function remedyForGiven({ group, version, kind }: Identity): string {
  const ofRun =
    kind === 'PipelineRun' && version === 'v1' ? 'spec.taskRunTemplate.podTemplate' : 'spec.podTemplate'
  const list = group === 'tekton.dev' ? `${ofRun}.imagePullSecrets` : 'imagePullSecrets of its spec'
  return `if it is, list the secret in ${list}`
}

function remedyForUnknown({ group, kind }: Identity): string {
  return `name its CRD with --crd FILE, or the place with --kind ${shellWord(`${group}/${kind}=PATH`)}`
}

function withoutSecret(
  scoped: ScopedResource,
  registryOf: RegistryOf,
  secrets: InjectOptions['secrets'],
): readonly Unplaced[] {
  if (secrets.some(({ host }) => host === undefined)) return NONE
  const unplaced = new Map<string, Unplaced>()
  for (const { reference, line } of scopedSites(scoped).flatMap(({ site }) => site.images)) {
    const registry = registryOf(reference)
    if (registry === undefined || secretsFor(registry, secrets).length > 0 || unplaced.has(registry.host))
      continue
    unplaced.set(registry.host, {
      code: 'no-secret',
      line,
      what: `no --secret is given for ${registry.host}`,
      remedy: `add --secret ${registry.host}=NAME`,
    })
  }
  return [...unplaced.values()]
}
