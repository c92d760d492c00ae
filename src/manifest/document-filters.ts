import { parseLoginServer } from '../image/login-server.ts'
import type { FileFilter, Relevance, DocumentFilter } from './read-document.ts'
import { searchForHiding, searchWithEscapes } from './search/hidden-text.ts'
import type { SearchIn } from './search/hidden-text.ts'
import { anyOf, ignoringCase, searchFor, searchForKinds } from './search/search.ts'
import { searchSources } from './search/search-sources.ts'
import type { Source } from './source.ts'
import { cutDocuments } from './stream.ts'
import type { DocumentSpan } from './stream.ts'
import type { OnlyName } from './only.ts'

/** The documents that a verb looks for in its sources. */
export interface DocumentFilters {
  /** Documents that the verb may change. */
  readonly subjects: DocumentFilter
  /** Documents with ServiceAccounts that affect the others. */
  readonly accounts: DocumentFilter
  /** Documents with any ServiceAccount: another declaration of one that matters does so, too. */
  readonly allAccounts: DocumentFilter
  /** Whether there is any ServiceAccount: if not, no document needs to be asked. */
  readonly isAnyAccount: (source: Source) => boolean
  /** Files that matter in any of these ways, or teach a kind: rather too many, as it must be quick. */
  readonly files: FileFilter
}

/** Searches for `zu` first, because these letters are rare in manifests, and compares the rest only there. */
const searchForLoginServer = ignoringCase('azurecr.', 'a'.length)

/** inject may change documents that can name a registry. */
export function filterForRegistries(
  registries: readonly string[],
  isEveryServiceAccountWatched: boolean,
): DocumentFilters {
  const added = registries.filter(host => parseLoginServer(host) === undefined)
  return filtersFor(
    bytes => anyOf([searchForLoginServer(bytes), searchFor(bytes, added)]),
    isEveryServiceAccountWatched,
  )
}

/** The same, and the documents that may hold one of the named resources: whether they are there must be known. */
export function includingNamed(filters: DocumentFilters, only: readonly OnlyName[] = []): DocumentFilters {
  if (only.length === 0) return filters
  // A name from `generateName` has no star in the document.
  const names = only.map(({ name }) => name.replace(/\*$/, ''))
  const named = filterFor(bytes => searchFor(bytes, names))
  return {
    ...filters,
    subjects: eitherOf(filters.subjects, named),
    files: alsoCertain(filters.files, named),
  }
}

function eitherOf(one: DocumentFilter, other: DocumentFilter): DocumentFilter {
  return source => {
    const [isOne, isOther] = [one(source), other(source)]
    return span => isOne(span) || isOther(span)
  }
}

/** The same, and files in which a watch finds anything matter for certain. */
function alsoCertain({ relevance, asksForMore }: FileFilter, certain: DocumentFilter): FileFilter {
  return {
    relevance: source => {
      const [relevanceOf, isCertain] = [relevance(source), certain(source)]
      return span => (isCertain(span) ? 'certain' : relevanceOf(span))
    },
    asksForMore,
  }
}

function filterFor(searchIn: SearchIn): DocumentFilter {
  const search = searchSources(searchWithEscapes(searchIn))
  return source => {
    const found = search(source)
    return ({ start, end }) => found.isWithin(start, end)
  }
}

/** What a check looks for in its sources. */
export interface CheckFilters {
  /** The documents that a check of these sources reads: none where no image can matter. */
  readonly within: (sources: readonly Source[]) => DocumentFilter
  /** Files that may have one of these, or teach a kind. */
  readonly files: FileFilter
}

/**
 * A check reads documents that may name a registry, ServiceAccounts, Secrets and what makes some. Beside a docker config
 * it also reads documents with lists of pull secrets, whose images may lack the registry that is meant.
 */
export function filterForCheck(registries: readonly string[]): CheckFilters {
  const { subjects, accounts, files } = filterForRegistries(registries, true)
  const dockerConfigsIn = filterFor(bytes => searchFor(bytes, ['.dockerc']))
  const listsIn = filterFor(bytes => searchFor(bytes, ['imagePullSecrets']))
  const secretsIn = filterFor(searchForSecrets)
  const all = eitherOf(subjects, eitherOf(accounts, secretsIn))
  return {
    within: sources => {
      const isAny = (watch: DocumentFilter): boolean => sources.some(source => concernsAny(watch, source))
      if (isAny(dockerConfigsIn) && isAny(listsIn)) return eitherOf(all, listsIn)
      return isAny(subjects) ? all : () => () => false
    },
    files: alsoCertain(files, mayHoldSecretsOrLists),
  }
}

/** Kinds of Secrets, and of resources from which controllers generate Secrets. */
const SECRETS = [
  'Secret',
  'SealedSecret',
  'ExternalSecret',
  'ClusterExternalSecret',
  'PushSecret',
  'SecretProviderClass',
  'AcrPullBinding',
  'ACRAccessToken',
  'ClusterGenerator',
  'VaultStaticSecret',
  'VaultDynamicSecret',
  'HCPVaultSecretsApp',
  'AzureKeyVaultSecret',
  'SopsSecret',
  'OnePasswordItem',
  'DopplerSecret',
  'InfisicalSecret',
  'InfisicalStaticSecret',
  'BitwardenSecret',
  'GeneratingPolicy',
]

/** The shortest list of texts of which each of these kinds contains one. */
const OF_SECRETS = ['Secret', ...SECRETS.filter(kind => !kind.includes('Secret'))]
const mayHoldSecretsOrLists: DocumentFilter = ({ bytes }) => {
  const found = searchFor(bytes, OF_SECRETS)
  return ({ start, end }) => found.isWithin(start, end)
}

/** Searches for the kinds only where such a text is. */
const searchForSecrets: SearchIn = bytes => {
  const texts = searchFor(bytes, OF_SECRETS)
  return {
    isWithin: (start, end) => {
      if (!texts.isWithin(start, end)) return false
      const kinds = searchForKinds(bytes.subarray(start, end), SECRETS)
      return kinds.isWithin(0, end - start)
    },
  }
}

/** uninject may change documents that can list one of the names. */
export function filterForNames(names: readonly string[]): DocumentFilters {
  return filtersFor(bytes => searchFor(bytes, names), false)
}

const SERVICE_ACCOUNTS = ['ServiceAccount']
const PULL_SECRETS = ['imagePullSecrets', 'enforce-mountable-secrets']
const searchForAccounts: SearchIn = bytes => searchForKinds(bytes, SERVICE_ACCOUNTS)

const CRDS = ['CustomResourceDefinition']

/** A ServiceAccount matters if it lists pull secrets, is particular about them, or stands in a document of a subject. */
function filtersFor(subject: SearchIn, isEveryServiceAccountWatched: boolean): DocumentFilters {
  const accountsIn = searchSources(searchWithEscapes(searchForAccounts))
  const mattersIn = searchWithEscapes(bytes => anyOf([subject(bytes), searchFor(bytes, PULL_SECRETS)]))
  const mayHoldAccounts = searchSources(bytes => anyOf([searchForAccounts(bytes), searchForHiding(bytes)]))
  const isAnyAccount = (source: Source): boolean => mayHoldAccounts(source).isWithin(0, source.bytes.length)
  const accounts: DocumentFilter = source => {
    const { bytes } = source
    const found = accountsIn(source)
    return ({ start, end }) =>
      found.isWithin(start, end) &&
      (isEveryServiceAccountWatched || mattersIn(bytes.subarray(start, end)).isWithin(0, end - start))
  }
  const read: SearchIn = bytes => anyOf([subject(bytes), searchFor(bytes, CRDS)])
  return {
    subjects: filterFor(subject),
    accounts,
    allAccounts: filterFor(searchForAccounts),
    isAnyAccount,
    files: isEveryServiceAccountWatched
      ? filesWith(filterFor(bytes => anyOf([read(bytes), searchForAccounts(bytes)])))
      : {
          relevance: relevanceBesideAccounts(read),
          asksForMore: source =>
            isAnyAccount(source) && [...cutDocuments(source.bytes)].some(accounts(source)),
        },
  }
}

function filesWith(certain: DocumentFilter): FileFilter {
  return alsoCertain({ relevance: () => () => 'none', asksForMore: () => false }, certain)
}

const searchForPullSecrets: SearchIn = bytes => searchFor(bytes, PULL_SECRETS)

/** Where a ServiceAccount matters if it lists pull secrets or is particular about them, and beside another that does. */
function relevanceBesideAccounts(read: SearchIn): FileFilter['relevance'] {
  const relevanceIn = (bytes: Uint8Array, searching: (searchIn: SearchIn) => SearchIn) => {
    const toRead = searching(read)(bytes)
    const accounts = searching(searchForAccounts)(bytes)
    const pullSecrets = searching(searchForPullSecrets)(bytes)
    return (start: number, end: number): Relevance => {
      if (toRead.isWithin(start, end)) return 'certain'
      if (!accounts.isWithin(start, end)) return 'none'
      return pullSecrets.isWithin(start, end) ? 'certain' : 'perhaps'
    }
  }
  return ({ bytes }) => {
    const hiding = searchForHiding(bytes)
    const relevanceAt = relevanceIn(bytes, searchIn => searchIn)
    return ({ start, end }) =>
      hiding.isWithin(start, end)
        ? relevanceIn(bytes.subarray(start, end), searchWithEscapes)(0, end - start)
        : relevanceAt(start, end)
  }
}

/** Whether the watch finds anything in a source at all. */
export function concernsAny(watch: DocumentFilter, source: Source): boolean {
  const whole: DocumentSpan = { index: 1, start: 0, end: source.bytes.length }
  return watch(source)(whole)
}
