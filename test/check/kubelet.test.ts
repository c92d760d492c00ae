import { readFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { ExaminedImage } from '../../src/check/examine/examine.ts'
import type { CheckedPodSpec } from '../../src/check/check.ts'
import { look, pod, secret } from './looking.ts'

interface Observed {
  readonly name: string
  readonly kubelet: string
  readonly config: string
}

const file: { readonly image: string; readonly configs: readonly Observed[] } = JSON.parse(
  readFileSync(new URL('docker-configs.json', import.meta.url), 'utf8'),
)

/** What a kubelet would do with it, by what a check says, in the words of the file. */
function verdictOf({ listed }: CheckedPodSpec, { attempts }: ExaminedImage): string {
  const content = listed[0]?.content
  if (content?.kind === 'broken')
    return content.fault.what.includes('API server') ? 'refused by the API server' : 'pod fails'
  const sent = attempts.filter(
    ({ fault }) => fault === undefined || !['empty-credential', 'identity-token', 'no-user'].includes(fault),
  )
  if (sent.length === 0) return 'sends none'
  const isGood = sent.some(
    ({ entry: { credential } }) => credential.username === 'good' && credential.password === 'pw',
  )
  return isGood ? 'pulls' : 'credential refused'
}

test('the file holds what was observed', () => assert.is(file.configs.length, 47))

for (const { name, kubelet, config } of file.configs) {
  test(`as the kubelet: ${name}`, () => {
    const [podSpec] = look([pod(file.image, 'acr-secret')], { secrets: [secret(config)] }).podSpecs
    const [image] = podSpec?.images ?? []
    assert.ok(podSpec !== undefined && image !== undefined)
    assert.is(verdictOf(podSpec, image), kubelet)
    // A refusal by the registry can be seen only where no registry could honour the pair.
    if (kubelet !== 'credential refused') assert.is(image.status, kubelet === 'pulls' ? 'pulls' : 'fails')
  })
}

test.run()
