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

/** The filters with which a verb selects the documents of its sources. */
export interface DocumentFilters {
  /** Documents that the verb may change. */
  readonly subjects: DocumentFilter
  /** Documents with ServiceAccounts that affect the others. */
  readonly accounts: DocumentFilter
  /** Documents with any ServiceAccount. If a ServiceAccount matters, another declaration of it matters, too. */
  readonly allAccounts: DocumentFilter
  /** Whether a source contains any ServiceAccount. If not, its documents need not be searched for one. */
  readonly isAnyAccount: (source: Source) => boolean
  /** Files with a document of these filters, or with a CRD. May select too many files, because it must be quick. */
  readonly files: FileFilter
}

/** Searches for `zu` first, because these letters are rare in manifests, and compares the rest only there. */
const searchForLoginServer = ignoringCase('azurecr.', 'a'.length)

/** inject may change documents that can name a registry. */
export function filterForRegistries(
  registries: readonly string[],
  readsAllAccounts: boolean,
): DocumentFilters {
  const added = registries.filter(host => parseLoginServer(host) === undefined)
  return filtersFor(bytes => anyOf([searchForLoginServer(bytes), searchFor(bytes, added)]), readsAllAccounts)
}

/** Adds the documents that may contain one of the resources of `--only`. The verb must know whether these exist. */
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

/** Makes a file certainly relevant if a filter matches any of its documents. */
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

/** The filters with which check selects documents and files. */
export interface CheckFilters {
  /** Selects the documents that check reads. It selects none if no source can contain a relevant image. */
  readonly within: (sources: readonly Source[]) => DocumentFilter
  /** Files that may contain such a document, or a CRD. */
  readonly files: FileFilter
}

/**
 * check reads documents that may contain an image of a registry, a ServiceAccount, a Secret, or a resource that
 * Secrets are generated from. If the input has a docker config, it also reads documents with lists of pull secrets,
 * because their images may lack the registry.
 */
export function filterForCheck(registries: readonly string[]): CheckFilters {
  const { subjects, accounts, files } = filterForRegistries(registries, true)
  const dockerConfigsIn = filterFor(bytes => searchFor(bytes, ['.dockerc']))
  const listsIn = filterFor(bytes => searchFor(bytes, ['imagePullSecrets']))
  const secretsIn = filterFor(searchForSecrets)
  const all = eitherOf(subjects, eitherOf(accounts, secretsIn))
  return {
    within: sources => {
      const isAny = (filter: DocumentFilter): boolean => sources.some(source => matchesAny(filter, source))
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

/** The shortest list of texts such that each of these kinds contains one of them. */
const OF_SECRETS = ['Secret', ...SECRETS.filter(kind => !kind.includes('Secret'))]
const mayHoldSecretsOrLists: DocumentFilter = ({ bytes }) => {
  const found = searchFor(bytes, OF_SECRETS)
  return ({ start, end }) => found.isWithin(start, end)
}

/** Searches for the kinds only in documents with such a text, because that search is slower. */
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

/**
 * A ServiceAccount matters if it lists pull secrets, enforces mountable secrets, or is in a document of `subject`.
 */
function filtersFor(subject: SearchIn, readsAllAccounts: boolean): DocumentFilters {
  const accountsIn = searchSources(searchWithEscapes(searchForAccounts))
  const mattersIn = searchWithEscapes(bytes => anyOf([subject(bytes), searchFor(bytes, PULL_SECRETS)]))
  const mayHoldAccounts = searchSources(bytes => anyOf([searchForAccounts(bytes), searchForHiding(bytes)]))
  const isAnyAccount = (source: Source): boolean => mayHoldAccounts(source).isWithin(0, source.bytes.length)
  const accounts: DocumentFilter = source => {
    const { bytes } = source
    const found = accountsIn(source)
    return ({ start, end }) =>
      found.isWithin(start, end) &&
      (readsAllAccounts || mattersIn(bytes.subarray(start, end)).isWithin(0, end - start))
  }
  const read: SearchIn = bytes => anyOf([subject(bytes), searchFor(bytes, CRDS)])
  return {
    subjects: filterFor(subject),
    accounts,
    allAccounts: filterFor(searchForAccounts),
    isAnyAccount,
    files: readsAllAccounts
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

/**
 * The relevance of files if not every ServiceAccount is read. A ServiceAccount that lists pull secrets or enforces
 * mountable secrets makes its file relevant. Any other one matters only beside such a ServiceAccount.
 */
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

/** Whether a filter matches anything in a source. */
export function matchesAny(filter: DocumentFilter, source: Source): boolean {
  const whole: DocumentSpan = { index: 1, start: 0, end: source.bytes.length }
  return filter(source)(whole)
}
