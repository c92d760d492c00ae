import { readFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { checksum, releasedManifest } from '../../../plugin/packaging/krew-manifest.ts'
import { archiveProblems, manifestProblems } from '../../../plugin/packaging/krew-rules.ts'
import { PLATFORMS, archiveName, executableName } from '../../../plugin/packaging/platforms.ts'

const read = (name: string): string => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8')
const source = read('krew.yaml')
const { version } = JSON.parse(read('package.json'))

test('krew.yaml is a manifest of the plugin acr at the version of the package', () => {
  assert.equal(manifestProblems(parse(source), 'acr'), [])
  assert.is(parse(source).spec.version, `v${version}`)
})

test('a release has its version, and the address and the checksum of each archive', () => {
  const archives = PLATFORMS.map(({ os, arch }) => ({ os, arch, archive: Buffer.from(`${os} ${arch}`) }))
  const released = releasedManifest(source, '1.2.3', archives)
  assert.equal(manifestProblems(parse(released), 'acr'), [])
  assert.not.match(released, /0{64}|v0\.1\.0/)
  const { spec } = parse(released)
  assert.is(spec.version, 'v1.2.3')
  assert.is(spec.platforms.length, archives.length)
  for (const { os, arch, archive } of archives) {
    const platform = spec.platforms.find(
      ({ selector }: { selector: { matchLabels: unknown } }) =>
        JSON.stringify(selector.matchLabels) === JSON.stringify({ os, arch }),
    )
    assert.ok(platform.uri.endsWith(`/releases/download/v1.2.3/${archiveName({ os, arch }, '1.2.3')}`))
    assert.is(platform.sha256, checksum(archive))
    assert.is(platform.bin, executableName({ os }))
  }
})

test('an archive that the manifest has no place for is not forgotten', () => {
  const archives = [{ os: 'windows', arch: 'arm64', archive: Buffer.alloc(0) } as const]
  assert.throws(() => releasedManifest(source, '1.2.3', archives), /no place for windows\/arm64/)
})

test('the template of the release bot is that manifest, but for what the bot fills in', () => {
  const template = read('.krew.yaml')
  const calls = [...template.matchAll(/^ {4}\{\{addURIAndSha "(.+?)" \.TagName \}\}$/gm)]
  const addresses = calls.map(([, address]) => (address ?? '').replaceAll('{{ .TagName }}', `v${version}`))
  const platforms: { uri: string }[] = parse(source).spec.platforms
  assert.equal(
    addresses,
    platforms.map(({ uri }) => uri),
  )
  const filled = calls.reduce(
    (text, [call], at) => text.replace(call, `    uri: ${addresses[at]}\n    sha256: "${'0'.repeat(64)}"`),
    template.replace('version: {{ .TagName }}', `version: v${version}`),
  )
  assert.equal(parse(filled), parse(source))
})

/** Each breaks one rule. */
const broken: Record<string, (text: string) => string> = {
  'apiVersion is not': text => text.replace('v1alpha2', 'v1alpha3'),
  'kind is not Plugin': text => text.replace('kind: Plugin', 'kind: Plug'),
  'metadata.name is not a valid plugin name': text => text.replace('name: acr', 'name: a.cr'),
  'metadata.name differs from the name of the file': text => text.replace('name: acr', 'name: other'),
  'spec.descripton is unknown': text => text.replace('  description:', '  descripton: x\n  description:'),
  'spec.version is no': text => text.replace('version: v0.1.0', 'version: v01.02.3'),
  'spec.shortDescription is not one line': text =>
    text.replace(/(shortDescription: ).*/, `$1${'x'.repeat(51)}`),
  'spec.description has lines': text => text.replace('Reads manifests', 'x'.repeat(80)),
  'spec.homepage is not an https URL': text => text.replace('homepage: https', 'homepage: ftp'),
  'spec.platforms is empty': text => text.replace(/platforms:[^]*/, 'platforms: []\n'),
  'two platforms are selected by linux/amd64': text => text.replace('arch: arm64', 'arch: amd64'),
  'platform 0: sha is unknown': text => text.replace('      sha256:', '      sha: x\n      sha256:'),
  'platform 0: uri is not an https URL': text => text.replace('uri: https', 'uri: file'),
  'platform 0: sha256 is not a checksum': text => text.replace('sha256: "00', 'sha256: "AB'),
  'platform 0: bin is missing': text => text.replace('bin: kubectl-acr', 'bin: ""'),
  'platform 4: bin of Windows': text => text.replace('kubectl-acr.exe', 'kubectl-acr.cmd'),
  'platform 0: selector has keys other than matchLabels': text =>
    text.replace('matchLabels:', 'matchExpressions:'),
  'platform 0: selector has labels other': text =>
    text.replace('arch: amd64', 'arch: amd64\n          libc: musl'),
  'platform 0: selector matches no platform': text => text.replace('arch: amd64', 'arch: mips'),
  'platform 0: files is given': text => text.replace('      bin:', '      files: []\n      bin:'),
}
for (const [problem, breakIt] of Object.entries(broken)) {
  test(`refused: ${problem}`, () => {
    const problems = manifestProblems(parse(breakIt(source)), 'acr')
    assert.ok(
      problems.some(text => text.startsWith(problem)),
      problems.join('; '),
    )
  })
}
test('nothing at all is refused', () => assert.ok(manifestProblems(null, 'acr').length > 5))

const file = (path: string, mode = 0o644, type = '0') => ({ path, mode, type, bytes: Buffer.alloc(0) })
const archives: [problems: string[], entries: ReturnType<typeof file>[]][] = [
  [[], [file('LICENSE'), file('kubectl-acr', 0o755)]],
  [[], [file('doc/', 0o755, '5'), file('doc/Copying.md'), file('kubectl-acr', 0o755)]],
  [['there is no license'], [file('LICENSE-MIT'), file('kubectl-acr', 0o755)]],
  [['kubectl-acr is missing'], [file('LICENSE'), file('bin/kubectl-acr', 0o755)]],
  [['kubectl-acr is not of mode 0755'], [file('LICENSE'), file('kubectl-acr')]],
  [
    ['again: neither a file nor a folder'],
    [file('LICENSE'), file('kubectl-acr', 0o755), file('again', 0o777, '2')],
  ],
  [['/etc/x: leads out of the archive'], [file('LICENSE'), file('kubectl-acr', 0o755), file('/etc/x')]],
  [['a/../../x: leads out of the archive'], [file('LICENSE'), file('kubectl-acr', 0o755), file('a/../../x')]],
]
for (const [problems, entries] of archives) {
  test(`archive: ${problems.join('; ') || 'as it should be'}`, () =>
    assert.equal(archiveProblems(entries, 'kubectl-acr'), problems))
}

test.run()
