import { parseRegistry } from '../image/parse-registry.ts'
import { parseLoginServer } from '../image/login-server.ts'
import { parseKind } from '../kinds/from-flag.ts'
import type { WorkloadKind } from '../kinds/workload-kind.ts'
import { UserError } from '../text/user-error.ts'
import type { ConfigurationFile, Names, RegistryEntry } from './configuration-file.ts'
import type { Configuration, Stated, StatedRegistry } from './configuration.ts'
import { pathText } from './fault.ts'
import type { ConfigurationFault, Path } from './fault.ts'

type Meaning = Omit<Configuration, 'name' | 'directory'>

/** The lines of values, and the faults found. */
interface Notes {
  readonly lineOf: (path: Path) => number
  readonly faults: ConfigurationFault[]
}

/** Interprets a file of the right form. Returns the settings, and faults that the schema does not detect. */
export function interpret(
  file: ConfigurationFile,
  lineOf: Notes['lineOf'],
): { readonly meaning: Meaning; readonly faults: readonly ConfigurationFault[] } {
  const notes: Notes = { lineOf, faults: [] }
  const { serviceAccounts = [], kustomize = {}, inject = {}, check = {} } = file
  const stated = <T>(value: T, ...path: Path): Stated<T> => ({ value, line: lineOf(path) })
  const meaning: Meaning = {
    secrets: namesAt(file.secret, ['secret'], notes),
    registries: registriesOf(file, notes),
    serviceAccounts: serviceAccounts.map((account, at) => stated(account, 'serviceAccounts', at)),
    kinds: kindsOf(file.kinds ?? [], notes),
    crds: namesAt(file.crds, ['crds'], notes),
    exclude: namesAt(file.exclude, ['exclude'], notes),
    ...(file.onlyListedRegistries === undefined
      ? {}
      : { onlyListedRegistries: stated(file.onlyListedRegistries, 'onlyListedRegistries') }),
    ...(file.gitignore === undefined ? {} : { gitignore: stated(file.gitignore, 'gitignore') }),
    ...(file.shape === undefined ? {} : { shape: stated(file.shape, 'shape') }),
    ...(kustomize.enableHelm === undefined
      ? {}
      : { enableHelm: stated(kustomize.enableHelm, 'kustomize', 'enableHelm') }),
    ...(kustomize.loadRestrictor === undefined
      ? {}
      : { loadRestrictor: stated(kustomize.loadRestrictor, 'kustomize', 'loadRestrictor') }),
    ...(inject.via === undefined ? {} : { via: stated(inject.via, 'inject', 'via') }),
    ...(inject.strict === undefined ? {} : { strictInject: stated(inject.strict, 'inject', 'strict') }),
    ...(check.strict === undefined ? {} : { strictCheck: stated(check.strict, 'check', 'strict') }),
    ...(check.failOn === undefined ? {} : { failOn: stated(check.failOn, 'check', 'failOn') }),
  }
  for (const secret of meaning.secrets) refuseRegistryName(secret, 'secret', notes)
  return { meaning, faults: notes.faults }
}

function namesAt(names: Names | undefined, path: Path, { lineOf }: Notes): readonly Stated<string>[] {
  if (names === undefined) return []
  if (typeof names === 'string') return [{ value: names, line: lineOf(path) }]
  return names.map((value, at) => ({ value, line: lineOf([...path, at]) }))
}

function registriesOf(
  { registries = [], onlyListedRegistries = false }: ConfigurationFile,
  notes: Notes,
): readonly StatedRegistry[] {
  const read = registries.flatMap((entry, at) => registryOf(entry, ['registries', at], notes) ?? [])
  const lines = new Map<string, number>()
  for (const { server } of read) {
    const before = lines.get(server.value)
    if (before === undefined) lines.set(server.value, server.line)
    else
      notes.faults.push({
        line: server.line,
        what: `${server.value} is already listed in line ${before}`,
        remedy: 'merge the two entries; write several pull secrets as a list',
      })
  }
  const isAnyLeft = read.some(
    ({ server, credentialFree }) =>
      credentialFree?.value !== true && parseLoginServer(server.value) !== undefined,
  )
  if (onlyListedRegistries && !isAnyLeft && notes.faults.length === 0)
    notes.faults.push({
      line: notes.lineOf(['onlyListedRegistries']),
      what: 'onlyListedRegistries is true, and registries lists no registry of ACR that needs a pull secret',
      remedy: 'list one, or leave it out',
    })
  return read
}

function registryOf(entry: RegistryEntry, path: Path, notes: Notes): StatedRegistry | undefined {
  const at = (...more: Path): Path => [...path, ...more]
  const fault = (where: Path, what: string, remedy: string): void => {
    notes.faults.push({ line: notes.lineOf(where), what: `${pathText(where)}: ${what}`, remedy })
  }
  const value = attempt(at('server'), notes, () => parseRegistry(entry.server, pathText(at('server'))))
  if (value === undefined) return undefined
  const { regions = [], credentialFree } = entry
  const server = parseLoginServer(value)
  if (regions.length > 0 && server === undefined)
    fault(
      at('regions'),
      `${value} is not a login server of ACR, so it has no regional hosts`,
      'leave them out',
    )
  if (regions.length > 0 && server?.region !== undefined)
    fault(at('server'), `${value} is a regional host already`, `write ${server.registry}`)
  if (credentialFree === true && entry.secret !== undefined)
    fault(at('secret'), `${value} needs no pull secret (credentialFree) and has one`, 'leave out one of them')
  const secrets = namesAt(entry.secret, at('secret'), notes)
  for (const secret of secrets) refuseRegistryName(secret, pathText(at('secret')), notes)
  return {
    server: { value, line: notes.lineOf(at('server')) },
    secrets,
    regions: namesAt(regions, at('regions'), notes),
    ...(credentialFree === undefined
      ? {}
      : { credentialFree: { value: credentialFree, line: notes.lineOf(at('credentialFree')) } }),
  }
}

/** A Secret may have the name of a login server, but most likely the rest was forgotten. */
function refuseRegistryName({ value, line }: Stated<string>, where: string, { faults }: Notes): void {
  if (parseLoginServer(value) === undefined) return
  faults.push({
    line,
    what: `${where}: ${value} names a registry, not a Secret`,
    remedy: 'write the name of the Secret; write the registry under registries[].server',
  })
}

function kindsOf(texts: readonly string[], notes: Notes): readonly Stated<WorkloadKind>[] {
  return texts.flatMap((text, index) => {
    const path: Path = ['kinds', index]
    const value = attempt(path, notes, () => parseKind(text, pathText(path)))
    if (value === undefined) return []
    return [{ value: { ...value, origin: { by: 'configuration', text } }, line: notes.lineOf(path) }]
  })
}

/** Parses a value as its flag does. An error of the flag's parser becomes a fault. */
function attempt<T>(path: Path, { lineOf, faults }: Notes, read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    faults.push({ line: lineOf(path), what: error.message, remedy: error.remedy || 'correct it' })
    return undefined
  }
}
