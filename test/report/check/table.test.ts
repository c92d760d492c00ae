import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { renderCheckTable } from '../../../src/report/check/table.ts'
import { look, pod } from '../../check/looking.ts'
import { checked, podText } from '../checks.ts'
import { lines } from '../transformations.ts'

const plain = { isQuiet: false, color: false }
const IMAGE = 'contoso.azurecr.io/web'

test('nothing at all', async () => {
  assert.is(renderCheckTable(await checked(), plain), lines('nothing to check: no resource in the input'))
})

test('marks, severities and lines to type have colours', async () => {
  const text = renderCheckTable(await checked(podText('web', [IMAGE])), { isQuiet: false, color: true })
  assert.is(
    text,
    lines(
      'namespace shop',
      `\u001b[2m    RESOURCE  IMAGE                   PULL SECRET\u001b[0m`,
      `  \u001b[31m✗\u001b[0m pod/web   ${IMAGE}  no pull secret`,
      '',
      '\u001b[31merror:\u001b[0m the pod spec lists no pull secret, and its service account shop/default is not in the input',
      '  input.yaml:7  pod/web',
      '  say what the service account lists (--service-account-secret shop/default=NAME), or add one with inject:',
      '    \u001b[32mkubectl acr inject -f input.yaml --only pod/shop/web --in-place\u001b[0m',
      '',
      '1 image: 1 has no credential that works; 1 error',
    ),
  )
})

test('columns stand under each other, and one long image does not widen them', async () => {
  const long = `contoso.azurecr.io/${'a'.repeat(60)}`
  const text = renderCheckTable(
    await checked(
      [podText('a', [IMAGE, long], ['x']), podText('longer', [`${IMAGE}:1`], ['x'])].join('---\n'),
    ),
    plain,
  )
  assert.is(
    text,
    lines(
      'namespace shop',
      '    RESOURCE    IMAGE                     PULL SECRET',
      `  ? pod/a       ${IMAGE}    needs x in the cluster`,
      `  ?             ${long}  needs x in the cluster`,
      `  ? pod/longer  ${IMAGE}:1  needs x in the cluster`,
      '',
      '3 images: 3 undecided',
    ),
  )
})

test('where columns are few, reasons are wrapped, then images stand below their resources', async () => {
  const podOf = (name: string): string => podText(name, [IMAGE, `${IMAGE}-of-more`], ['x', 'x'])
  const input = await checked([podOf('a'), podOf('longer')].join('---\n'))
  const shown = (columns: number): readonly string[] =>
    renderCheckTable(input, { ...plain, columns }).split('\n')
  assert.equal(shown(66).slice(1, 4), [
    '    RESOURCE    IMAGE                           PULL SECRET',
    `  ? pod/a       ${IMAGE}          needs x in the`,
    '                                                cluster',
  ])
  assert.equal(shown(50).slice(1, 6), [
    '  pod/a',
    `  ? ${IMAGE}  needs x in the cluster`,
    `  ? ${IMAGE}-of-more`,
    '      needs x in the cluster',
    '  pod/longer',
  ])
  for (const columns of [50, 60, 80])
    for (const line of shown(columns)) assert.ok(line.length <= columns, line)
})

test('a finding is wrapped behind its beginning, and its line to type is not', async () => {
  const text = renderCheckTable(await checked(podText('web', [IMAGE])), { ...plain, columns: 60 })
  assert.match(text, /^error: .{1,53}\n {7}\S.*$/m)
  assert.match(text, '\n    kubectl acr inject -f input.yaml --only pod/shop/web --in-place\n')
})

test('what differs by the namespace alone is one finding, below all tables', async () => {
  const other = podText('web', [IMAGE]).replace('shop', 'store')
  const text = renderCheckTable(await checked(`${podText('web', [IMAGE])}---\n${other}`), plain)
  assert.is(text.split('error:').length, 2)
  assert.match(text, /namespace store\n[^]*\n\nerror: .*service account NAMESPACE\/default/)
  assert.match(text, '\n  input.yaml:7   pod/web (shop)\n  input.yaml:15  pod/web (store)\n')
})

test('of fifty that are alike, ten places are named, and the line for all is there once', async () => {
  const all = Array.from({ length: 50 }, (_, at) => podText(`p${at}`, [IMAGE])).join('---\n')
  const forAll = new Map([['', 'kubectl acr inject -f input.yaml --in-place']])
  const text = renderCheckTable(await checked(all, { forAll }), plain)
  assert.is(text.split('\n').filter(line => line.includes('✗')).length, 50)
  assert.is(text.split('\n').filter(line => /^ {2}input\.yaml:\d+ +pod\//.test(line)).length, 10)
  assert.match(text, /\n {2}and 40 more\n/)
  assert.is(text.split('kubectl acr inject -f input.yaml --in-place').length, 2)
  assert.match(text, /\n50 images: 50 have no credential that works; 50 errors\n$/)
})

test('two of one name are named each', async () => {
  const text = renderCheckTable(await checked(`${podText('a', [IMAGE])}---\n${podText('a', [IMAGE])}`), plain)
  assert.is(text.split('✗ pod/a').length, 3)
})

test('quiet: what is well or undecided is left out', async () => {
  const text = renderCheckTable(
    await checked(`${podText('a', [IMAGE], ['x'])}---\n${podText('b', [IMAGE])}`),
    {
      isQuiet: true,
      color: false,
    },
  )
  assert.not.match(text, 'pod/a')
  assert.match(text, '✗ pod/b')
  assert.is(
    renderCheckTable(await checked(podText('a', [IMAGE], ['x'])), { isQuiet: true, color: false }),
    '',
  )
})

test('what comes from a cluster is in no file', async () => {
  const check = look([pod(IMAGE)])
  const text = renderCheckTable({ check, problems: [], sources: [], unread: 0 }, plain)
  assert.match(text, /\n {2}pod\/web\n/)
  assert.match(
    text,
    '    kubectl get pod web -n shop -o yaml | kubectl acr inject | kubectl replace --force -f -\n',
  )
})

test.run()
