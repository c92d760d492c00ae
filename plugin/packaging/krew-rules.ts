import { posix } from 'node:path'
import type { TarEntry } from './tar.ts'

// What Krew enforces when it reads and installs a plugin (krew `validate.go`, `installation`, `download`), and the CI of
// krew-index on top (`validate-krew-manifest`). Krew ignores keys that it does not know; here they are mistakes.
const API_VERSION = 'krew.googlecontainertools.github.com/v1alpha2'
const PLATFORMS = [
  ...['386', 'amd64', 'arm64'].map(arch => `windows/${arch}`),
  ...['386', 'amd64', 'arm', 'arm64', 'ppc64le'].map(arch => `linux/${arch}`),
  ...['386', 'amd64', 'arm64'].map(arch => `darwin/${arch}`),
]
const SPEC_KEYS = ['version', 'homepage', 'shortDescription', 'description', 'caveats', 'platforms']
const PLATFORM_KEYS = ['selector', 'uri', 'sha256', 'files', 'bin']
const LICENCES = /^(?:licen[cs]es?|copying)(?:\.txt|\.md)?$/i
const VERSION = /^v(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/
const DEVICE_NAME = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/i

type Fields = Readonly<Record<string, unknown>>

/** What is wrong with a manifest, parsed, in a file of the given name without `.yaml`. */
export function manifestProblems(manifest: unknown, fileName: string): readonly string[] {
  const { apiVersion, kind, metadata, spec } = fieldsOf(manifest)
  const { name } = fieldsOf(metadata)
  const fields = fieldsOf(spec)
  const { version, shortDescription, description, homepage } = fields
  const platforms = Array.isArray(fields['platforms']) ? fields['platforms'].map(fieldsOf) : []
  const selected = platforms.flatMap(({ selector }) => PLATFORMS.filter(one => matches(selector, one)))
  const twice = selected.filter((one, at) => selected.indexOf(one) !== at)
  return [
    ...when(apiVersion !== API_VERSION, `apiVersion is not ${API_VERSION}`),
    ...when(kind !== 'Plugin', 'kind is not Plugin'),
    ...when(!isText(name, /^[\w-]+$/) || DEVICE_NAME.test(String(name)), 'metadata.name is no plugin name'),
    ...when(name !== fileName, 'metadata.name is not that of the file'),
    ...Object.keys(fields)
      .filter(key => !SPEC_KEYS.includes(key))
      .map(key => `spec.${key} is unknown`),
    ...when(!isText(version, VERSION), 'spec.version is no v with a semantic version'),
    // Krew wants one line; reviewers of its index want fifty characters, and eighty a line of the description.
    ...when(
      !isText(shortDescription, /^.{1,50}$/),
      'spec.shortDescription is no line of at most 50 characters',
    ),
    ...when(
      !isText(description, /^(?:.{0,80}\n)+$/),
      'spec.description has lines of more than 80 characters',
    ),
    ...when(!isText(homepage, /^https:\/\/./), 'spec.homepage is no address'),
    ...when(platforms.length === 0, 'spec.platforms is empty'),
    ...twice.map(one => `two platforms are selected by ${one}`),
    ...platforms.flatMap((platform, at) => platformProblems(platform).map(text => `platform ${at}: ${text}`)),
  ]
}

/** What is wrong with the entries of an archive that a platform's `bin` is taken from, all of it unpacked. */
export function archiveProblems(entries: readonly TarEntry[], bin: string): readonly string[] {
  const program = entries.find(({ path }) => path === bin)
  return [
    ...entries.flatMap(({ path, type }) => [
      ...when(type !== '0' && type !== '5', `${path}: neither a file nor a folder`),
      ...when(path.includes('..') || /^[/\\]/.test(path), `${path}: leads out of the archive`),
    ]),
    ...when(program === undefined, `${bin} is missing`),
    ...when(program !== undefined && (program.mode & 0o777) !== 0o755, `${bin} is not of mode 0755`),
    ...when(!entries.some(({ path }) => LICENCES.test(posix.basename(path))), 'there is no licence'),
  ]
}

function platformProblems(platform: Fields): readonly string[] {
  const { uri, sha256, bin, selector, files } = platform
  const labels = fieldsOf(fieldsOf(selector)['matchLabels'])
  return [
    ...Object.keys(platform)
      .filter(key => !PLATFORM_KEYS.includes(key))
      .map(key => `${key} is unknown`),
    ...when(!isText(uri, /^https:\/\/./), 'uri is no address'),
    ...when(!isText(sha256, /^[a-f0-9]{64}$/), 'sha256 is none'),
    ...when(!isText(bin, /^.+$/), 'bin is missing'),
    ...when(labels['os'] === 'windows' && !isText(bin, /\.exe$/), 'bin of Windows does not end with .exe'),
    ...when(
      Object.keys(fieldsOf(selector)).some(key => key !== 'matchLabels'),
      'selector is not by matchLabels',
    ),
    ...when(
      Object.keys(labels).some(key => key !== 'os' && key !== 'arch'),
      'selector is by more than os and arch',
    ),
    ...when(!PLATFORMS.some(one => matches(selector, one)), 'selector matches no platform'),
    ...when(files !== undefined, 'files is given, where all of the archive is meant'),
  ]
}

function matches(selector: unknown, platform: string): boolean {
  const { os, arch } = fieldsOf(fieldsOf(selector)['matchLabels'])
  const [ofOs, ofArch] = platform.split('/')
  return (os ?? arch) !== undefined && (os ?? ofOs) === ofOs && (arch ?? ofArch) === ofArch
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function isText(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value)
}

function when(isWrong: boolean, text: string): readonly string[] {
  return isWrong ? [text] : []
}
