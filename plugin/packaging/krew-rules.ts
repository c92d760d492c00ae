import { posix } from 'node:path'
import type { TarEntry } from './tar.ts'

// The rules that Krew enforces when it reads and installs a plugin (krew `validate.go`, `installation`, `download`),
// and those of the CI of krew-index (`validate-krew-manifest`). Unlike Krew, these rules also refuse unknown keys.
const API_VERSION = 'krew.googlecontainertools.github.com/v1alpha2'
const PLATFORMS = [
  ...['386', 'amd64', 'arm64'].map(arch => `windows/${arch}`),
  ...['386', 'amd64', 'arm', 'arm64', 'ppc64le'].map(arch => `linux/${arch}`),
  ...['386', 'amd64', 'arm64'].map(arch => `darwin/${arch}`),
]
const SPEC_KEYS = ['version', 'homepage', 'shortDescription', 'description', 'caveats', 'platforms']
const PLATFORM_KEYS = ['selector', 'uri', 'sha256', 'files', 'bin']
const LICENSE_FILES = /^(?:licen[cs]es?|copying)(?:\.txt|\.md)?$/i
const VERSION = /^v(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/
const DEVICE_NAME = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/i

type Fields = Readonly<Record<string, unknown>>

/** The problems of a parsed manifest. `fileName`: without `.yaml`. */
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
    ...when(
      !isText(name, /^[\w-]+$/) || DEVICE_NAME.test(String(name)),
      'metadata.name is not a valid plugin name',
    ),
    ...when(name !== fileName, 'metadata.name differs from the name of the file'),
    ...Object.keys(fields)
      .filter(key => !SPEC_KEYS.includes(key))
      .map(key => `spec.${key} is unknown`),
    ...when(!isText(version, VERSION), 'spec.version is not v and a semantic version'),
    // Krew requires one line. Reviewers of krew-index require at most 50 characters, and description lines of at most
    // 80.
    ...when(
      !isText(shortDescription, /^.{1,50}$/),
      'spec.shortDescription is not one line of at most 50 characters',
    ),
    ...when(
      !isText(description, /^(?:.{0,80}\n)+$/),
      'spec.description has lines of more than 80 characters',
    ),
    ...when(!isText(homepage, /^https:\/\/./), 'spec.homepage is not an https URL'),
    ...when(platforms.length === 0, 'spec.platforms is empty'),
    ...twice.map(one => `two platforms are selected by ${one}`),
    ...platforms.flatMap((platform, at) => platformProblems(platform).map(text => `platform ${at}: ${text}`)),
  ]
}

/** The problems of the entries of an archive. `bin`: the path of the program in it. */
export function archiveProblems(entries: readonly TarEntry[], bin: string): readonly string[] {
  const program = entries.find(({ path }) => path === bin)
  return [
    ...entries.flatMap(({ path, type }) => [
      ...when(type !== '0' && type !== '5', `${path}: neither a file nor a folder`),
      ...when(path.includes('..') || /^[/\\]/.test(path), `${path}: leads out of the archive`),
    ]),
    ...when(program === undefined, `${bin} is missing`),
    ...when(program !== undefined && (program.mode & 0o777) !== 0o755, `${bin} is not of mode 0755`),
    ...when(!entries.some(({ path }) => LICENSE_FILES.test(posix.basename(path))), 'there is no license'),
  ]
}

function platformProblems(platform: Fields): readonly string[] {
  const { uri, sha256, bin, selector, files } = platform
  const labels = fieldsOf(fieldsOf(selector)['matchLabels'])
  return [
    ...Object.keys(platform)
      .filter(key => !PLATFORM_KEYS.includes(key))
      .map(key => `${key} is unknown`),
    ...when(!isText(uri, /^https:\/\/./), 'uri is not an https URL'),
    ...when(!isText(sha256, /^[a-f0-9]{64}$/), 'sha256 is not a checksum'),
    ...when(!isText(bin, /^.+$/), 'bin is missing'),
    ...when(labels['os'] === 'windows' && !isText(bin, /\.exe$/), 'bin of Windows does not end with .exe'),
    ...when(
      Object.keys(fieldsOf(selector)).some(key => key !== 'matchLabels'),
      'selector has keys other than matchLabels',
    ),
    ...when(
      Object.keys(labels).some(key => key !== 'os' && key !== 'arch'),
      'selector has labels other than os and arch',
    ),
    ...when(!PLATFORMS.some(one => matches(selector, one)), 'selector matches no platform'),
    ...when(files !== undefined, 'files is given, but the whole archive is needed'),
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
