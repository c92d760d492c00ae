import { readFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'

interface Platform {
  selector: { matchLabels: { os: string; arch: string } }
  uri: string
  sha256: string
  bin: string
}

// The rules of Krew (validate.go) and of the CI of krew-index (validate-krew-manifest).
const text = readFileSync(new URL('../../krew.yaml', import.meta.url), 'utf8')
const manifest = parse(text)
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const { spec } = manifest

test('it is a manifest of the plugin acr at the version of the package', () => {
  assert.is(manifest.apiVersion, 'krew.googlecontainertools.github.com/v1alpha2')
  assert.is(manifest.kind, 'Plugin')
  assert.is(manifest.metadata.name, 'acr')
  assert.is(spec.version, `v${version}`)
})

test('its keys are those that Krew knows, which ignores all others', () => {
  const known = ['version', 'shortDescription', 'description', 'caveats', 'homepage', 'platforms']
  assert.equal(
    Object.keys(spec).filter(key => !known.includes(key)),
    [],
  )
  for (const platform of spec.platforms)
    assert.equal(Object.keys(platform).sort(), ['bin', 'selector', 'sha256', 'uri'])
})

test('the descriptions fit', () => {
  assert.match(spec.shortDescription, /^.{1,50}$/)
  for (const line of spec.description.split('\n')) assert.ok(line.length <= 80, line)
  assert.match(spec.homepage, /^https:\/\/github\.com\//)
})

test('every platform has its own archive', () => {
  const platforms = spec.platforms.map((platform: Platform) => {
    const { os, arch } = platform.selector.matchLabels
    assert.match(platform.sha256, /^[a-f0-9]{64}$/)
    assert.is(platform.bin, os === 'windows' ? 'kubectl-acr.exe' : 'kubectl-acr')
    assert.match(platform.uri, `/releases/download/v${version}/kubectl-acr_v${version}_${os}_${arch}.tar.gz`)
    return `${os}/${arch}`
  })
  assert.equal(platforms, ['linux/amd64', 'linux/arm64', 'darwin/amd64', 'darwin/arm64', 'windows/amd64'])
})

test.run()
