import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { renderCheckGithub } from '../../../src/report/check/github.ts'
import { look, pod } from '../../check/looking.ts'
import { checked, podText, problem } from '../checks.ts'
import { lines } from '../transformations.ts'

const IMAGE = 'contoso.azurecr.io/web'
const text = [podText('a', [IMAGE], ['x']), podText('b', [IMAGE]), podText('c', [IMAGE], ['x', 'x'])].join(
  '---\n',
)

const ERROR =
  '::error file=input.yaml,line=15,title=kubectl acr check::pod/b (shop): the pod spec lists no pull secret, and its service account shop/default is not in the input; say what the service account lists (--service-account-secret shop/default=NAME), or add one with inject: kubectl acr inject -f input.yaml --only pod/shop/b --in-place'
const WARNING =
  '::warning file=input.yaml,line=21,title=kubectl acr check::pod/c (shop): imagePullSecrets lists x twice, which server-side apply refuses; remove one of them'

test('errors before warnings before notes, wherever they stand', async () => {
  const shown = renderCheckGithub(await checked(text), { isQuiet: false }).split('\n')
  assert.equal(shown.slice(0, 2), [ERROR, WARNING])
  assert.match(shown[2] ?? '', /^::notice file=input\.yaml,line=5,title=kubectl acr check::pod\/a \(shop\): /)
  assert.match(shown[3] ?? '', /^::notice file=input\.yaml,line=21,/)
  assert.equal(shown.slice(4), [
    '3 images: 1 has no credential that works, 2 undecided; 1 error, 1 warning',
    '',
  ])
})

test('quiet: no notes', async () => {
  assert.is(
    renderCheckGithub(await checked(text), { isQuiet: true }),
    lines(ERROR, WARNING, '3 images: 1 has no credential that works, 2 undecided; 1 error, 1 warning'),
  )
  assert.is(renderCheckGithub(await checked(podText('a', [IMAGE], ['x'])), { isQuiet: true }), '')
})

test('problems come first', async () => {
  const parts = {
    problems: [problem],
    sources: [{ name: 'deploy/b.yaml', path: '/repository/deploy/b.yaml' }],
  }
  assert.is(
    renderCheckGithub(await checked('', parts), { isQuiet: true }),
    lines(
      '::error file=deploy/b.yaml,line=31,title=kubectl acr check::a tab indents the line; use spaces',
      'nothing to check: no resource in the input',
    ),
  )
})

test('what comes from a cluster has no file to point at', async () => {
  const check = look([pod(IMAGE)])
  const shown = renderCheckGithub({ check, problems: [], sources: [], unread: 0 }, { isQuiet: true })
  assert.match(
    shown,
    /^::error title=kubectl acr check::pod\/web \(shop\): the pod spec lists no pull secret/,
  )
})

test.run()
