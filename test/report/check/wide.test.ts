import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Inventory } from '../../../src/check/inventory/inventory.ts'
import { renderCheckWide } from '../../../src/report/check/wide.ts'
import { look, pod, secret } from '../../check/looking.ts'
import { checked, podText } from '../checks.ts'
import { lines } from '../transformations.ts'

const plain = { isQuiet: false, color: false }
const IMAGE = 'contoso.azurecr.io/web'
const shop = { namespace: 'shop', name: 'acr-secret' }
const { group, version, kind, name } = secret().identity

const states: Record<string, [parts: Partial<Inventory>, shown: string]> = {
  'found, one entry': [{ secrets: [secret()] }, 'found, 1 entry'],
  'found, no entry': [{ secrets: [secret('{}')] }, 'found, no entry'],
  'found, unreadable': [{ secrets: [secret('{"auths":{}')] }, 'found, unreadable'],
  missing: [{ absent: [shop] }, 'missing'],
  elsewhere: [
    { secrets: [{ ...secret(), identity: { group, version, kind, name, namespace: 'infra' } }] },
    'only in namespace infra',
  ],
  denied: [{ denied: [shop] }, 'reading it is forbidden'],
  unread: [
    { denied: [{ ...shop, failure: 'the server is overloaded' }] },
    'could not be read: the server is overloaded',
  ],
  generated: [
    {
      generated: [
        {
          name: 'acr-secret',
          creator: {
            group: 'bitnami.com',
            version: 'v1alpha1',
            kind: 'SealedSecret',
            namespace: 'shop',
            name: 'a',
          },
          namespaces: { kind: 'own' },
        },
      ],
    },
    'created by sealedsecret.bitnami.com/a (shop)',
  ],
  unknown: [{}, 'not in the input'],
}

for (const [title, [parts, shown]] of Object.entries(states)) {
  test(`a Secret: ${title}`, async () => {
    const check = look([pod(IMAGE, 'acr-secret')], parts)
    const text = renderCheckWide({ check, problems: [], sources: [], unread: 0 }, plain)
    const [, found] = /^ {2}secret {2}acr-secret: (.*)$/m.exec(text) ?? []
    assert.is(found, shown)
  })
}

test('results have colours', async () => {
  const text = renderCheckWide(await checked(podText('a', [IMAGE], ['x'])), { isQuiet: false, color: true })
  assert.match(text, '\u001b[33mundecided: needs x in the cluster\u001b[0m')
})

test('quiet: images that fail alone, and no notes', async () => {
  const text = renderCheckWide(
    await checked(`${podText('a', [IMAGE], ['x'])}---\n${podText('b', [IMAGE])}`),
    {
      isQuiet: true,
      color: false,
    },
  )
  assert.not.match(text, 'pod/a')
  assert.not.match(text, 'note:')
  assert.match(text, 'pod/b (shop) spec.containers[0].image, input.yaml:15\n')
  assert.is(renderCheckWide(await checked(podText('a', [IMAGE], ['x'])), { isQuiet: true, color: false }), '')
})

test('nothing to explain', async () => {
  assert.is(renderCheckWide(await checked(), plain), lines('nothing to check: no resource in the input'))
})

test.run()
