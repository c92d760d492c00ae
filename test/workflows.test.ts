import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'

/** What holds for each workflow of GitHub, so that a release is what the sources say, and nobody else has a hand in it. */
interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}
interface Job {
  readonly uses?: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly steps?: readonly Step[]
}
interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = `${root}.github/workflows/`
const texts = readdirSync(folder).map(name => ({ name, text: readFileSync(folder + name, 'utf8') }))
const jobs = texts.flatMap(({ name, text }) => {
  const { permissions, jobs: all }: Workflow = parse(text)
  return Object.entries(all).map(([id, job]) => ({
    name: `${name} ${id}`,
    job,
    permissions: job.permissions ?? permissions,
    steps: job.steps ?? [],
  }))
})

/** Those that can change something: a release, a package, a signature. */
const powerful = jobs.filter(({ permissions = {} }) => Object.values(permissions).includes('write'))

test('there are jobs, and some have a right', () => {
  assert.ok(jobs.length >= 10)
  assert.equal(powerful.map(({ name }) => name).toSorted(), [
    'release.yml npm',
    'release.yml publish',
    'release.yml sign',
  ])
})

test('every action is pinned by its commit, with its version beside it', () => {
  for (const { name, text } of texts)
    for (const [line] of text.matchAll(/^.*\buses: (?!\.\/).*$/gm))
      assert.match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, name)
})

test('each job says its rights, and has no more than one that counts', () => {
  for (const { name, permissions } of jobs) {
    assert.ok(permissions !== undefined, name)
    const written = Object.entries(permissions).flatMap(([what, right]) => (right === 'write' ? [what] : []))
    // To sign takes two: who signs, and where the signature is kept.
    assert.ok(written.length <= 1 || written.join() === 'id-token,attestations', `${name}: ${written.join()}`)
  }
})

test('no checkout leaves a token behind', () => {
  const checkouts = jobs.flatMap(({ steps }) =>
    steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')),
  )
  assert.ok(checkouts.length > 0)
  for (const step of checkouts) assert.is(step.with?.['persist-credentials'], false)
})

test('what may change something runs nothing that is installed or checked out, and no action but of GitHub', () => {
  for (const { name, steps } of powerful)
    for (const { uses = 'actions/', run = '' } of steps) {
      assert.ok(uses.startsWith('actions/') && !uses.startsWith('actions/checkout@'), `${name}: ${uses}`)
      assert.not.match(run, /\bnpm (?:ci|install|i|run|exec|x)\b|\bnpx\b|\.ci\/|\bcurl\b/, name)
      if (/\bnpm\b/.test(run)) assert.match(run, ' --ignore-scripts ', name)
    }
})

test('no package runs a script when it is installed', () => {
  for (const { name, text } of texts)
    for (const [line] of text.matchAll(/^.*\bnpm (?:ci|install|pack|publish)\b.*$/gm))
      assert.match(line, '--ignore-scripts', name)
})

test('nothing that a run is given is put into a command', () => {
  const given = /\$\{\{(?! *(?:matrix|runner)\.)/
  for (const { name, steps } of jobs) for (const { run = '' } of steps) assert.not.match(run, given, name)
})

test('no host of a registry of packages is named, for the default need not be repeated', () => {
  for (const file of [
    'package.json',
    'package-lock.json',
    ...texts.map(({ name }) => `.github/workflows/${name}`),
  ])
    assert.not.match(
      readFileSync(root + file, 'utf8'),
      /registry\.npm|registry-url|"registry":|"resolved":/,
      file,
    )
})

test.run()
