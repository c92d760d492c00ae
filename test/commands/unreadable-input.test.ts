import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { pod } from '../pod.ts'
import { acr } from './in-process.ts'

// A link that leads nowhere is a file that is found and cannot be read, for every user.
function folder(): string {
  const cwd = makeFolder({
    'dir/b.yaml': `${pod}---\nimage: [contoso.azurecr.io/web\n`,
    'dir/c.yaml': pod,
    'dir/d.yaml': 'image: {contoso.azurecr.io/web\n',
  })
  symlinkSync('nowhere', join(cwd, 'dir/a.yaml'))
  return cwd
}

const CALLS = [
  ['check -o', 'stdout'],
  ['inject --report', 'stderr'],
  ['inject --check --report', 'stderr'],
  ['uninject --secret contoso.azurecr.io --report', 'stderr'],
] as const

test('all that is wrong is told at once, of every file', async () => {
  const cwd = folder()
  for (const [call] of CALLS) {
    const verb = call.replace(/ -o$| --report$/, '')
    const { code, stdout, stderr } = await acr(`${verb} -f none.yaml -f dir`, { cwd })
    assert.equal([code, stdout], [2, ''], verb)
    const places = [...stderr.matchAll(/^error: ([^ ]+): /gm)].map(([, place]) => place)
    if (verb.startsWith('uninject')) assert.equal(places.slice(0, 2), ['none.yaml', 'dir/a.yaml'])
    else
      assert.equal(
        places.map(place => place?.replace(/:\d+$/, '')),
        ['none.yaml', 'dir/a.yaml', 'dir/b.yaml', 'dir/d.yaml'],
        stderr,
      )
  }
})

test('reports for programs hold what cannot be read', async () => {
  const cwd = folder()
  for (const [call, stream] of CALLS) {
    const run = async (format: string): Promise<string> => {
      const { code, [stream]: text } = await acr(`${call} ${format} -f none.yaml -f dir`, { cwd })
      assert.is(code, 2, call)
      return text
    }
    const { problems } = JSON.parse(await run('json'))
    const [none, link] = problems
    assert.equal(none, {
      source: 'none.yaml',
      document: null,
      line: null,
      what: 'no such file or directory',
      remedy: 'check the path',
      code: 'unreadable-input',
    })
    assert.is(link.source, 'dir/a.yaml')

    const [sarif] = JSON.parse(await run('sarif')).runs
    assert.equal(sarif.invocations, [{ executionSuccessful: false }])
    const [first] = sarif.results
    assert.equal(
      [first.ruleId, first.level, first.properties],
      ['unusable-input', 'error', { code: 'unreadable-input' }],
    )
    assert.equal(first.locations, [{ physicalLocation: { artifactLocation: { uri: 'none.yaml' } } }])

    const github = await run('github')
    assert.match(
      github,
      /^::error title=kubectl acr [a-z]+::none\.yaml: no such file or directory; check the path$/m,
    )

    const junit = await run('junit')
    assert.match(junit, /<testsuite name="none\.yaml" .* tests="1" failures="0" errors="1"/)
    assert.match(
      junit,
      /<error message="no such file or directory; check the path" type="unreadable-input">none\.yaml: /,
    )
    assert.match(junit, /<testsuite name="dir\/a\.yaml" .* errors="1"/)
  }
})

test('an annotation stands at a file that is there', async () => {
  const cwd = makeFolder({ 'a.yaml': 'kind: Pod\n\0' })
  for (const [call, stream] of CALLS) {
    const { [stream]: text } = await acr(`${call} github -f a.yaml`, { cwd })
    assert.match(
      text,
      /^::error file=a\.yaml,title=kubectl acr [a-z]+::the content is binary, not YAML or JSON; /m,
    )
  }
})

test('a report file holds what cannot be read', async () => {
  const cwd = folder()
  const { code, stderr } = await acr('inject -q --report junit --report-file report.xml -f dir', { cwd })
  assert.is(code, 2)
  assert.match(stderr, /^error: dir\/a\.yaml: no such file or directory; check the path\n/)
  assert.match(readFileSync(join(cwd, 'report.xml'), 'utf8'), /<testsuite name="dir\/a\.yaml" .* errors="1"/)
})

test.run()
