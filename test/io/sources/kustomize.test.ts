import { spawn } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { buildKustomization } from '../../../src/io/sources/kustomize.ts'
import { InputError } from '../../../src/io/input.ts'
import { makeFolder } from '../../folder.ts'
import { findProgram } from '../../skipped.ts'

/** A folder for PATH with the given shell scripts. */
function makePath(scripts: Record<string, string>): string {
  const folder = makeFolder(
    Object.fromEntries(Object.entries(scripts).map(([name, body]) => [name, `#!/bin/sh\n${body}\n`])),
  )
  for (const name of Object.keys(scripts)) chmodSync(join(folder, name), 0o755)
  return folder
}

async function build(
  env: Record<string, string>,
  folder = 'overlays/prod',
  flags: readonly string[] = [],
): Promise<string> {
  const bytes = await buildKustomization(folder, { cwd: makeFolder(), env, spawn }, flags)
  return Buffer.from(bytes).toString()
}

if (process.platform !== 'win32') {
  const both = makePath({ kustomize: 'echo "kustomize $@"', kubectl: 'echo "kubectl $@"' })
  const only = makePath({ kubectl: 'echo "kubectl $@"' })
  const other = makePath({ other: 'echo "other $@"' })

  test('kustomize comes first, then the kubectl that runs us', async () => {
    assert.is(await build({ PATH: both }), 'kustomize build -- overlays/prod\n')
    assert.is(await build({ PATH: only }), 'kubectl kustomize -- overlays/prod\n')
    assert.is(await build({ PATH: only, KUBECTL: `${other}/other` }), 'other kustomize -- overlays/prod\n')
    assert.is(
      await build({ PATH: only, KUBECTL_PATH: `${other}/other`, KUBECTL: 'none' }),
      'other kustomize -- overlays/prod\n',
    )
  })

  test('flags go to either', async () => {
    const flags = ['--load-restrictor', 'LoadRestrictionsNone']
    const words = '--load-restrictor LoadRestrictionsNone -- a'
    assert.is(await build({ PATH: both }, 'a', flags), `kustomize build ${words}\n`)
    assert.is(await build({ PATH: only }, 'a', flags), `kubectl kustomize ${words}\n`)
  })

  test('what kustomize complains about is the error', async () => {
    const PATH = makePath({ kustomize: 'echo half; echo "Error: no kustomization.yaml" >&2; exit 1' })
    try {
      await build({ PATH })
      assert.unreachable()
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      assert.is(error.message, 'no kustomization.yaml')
      assert.is(error.remedy, 'run `kustomize build overlays/prod` to see the error alone')
    }
  })

  test('neither program is an error of its own', async () => {
    try {
      await build({ PATH: makeFolder() })
      assert.unreachable()
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      assert.is(error.message, 'neither kustomize nor kubectl is on PATH')
    }
  })
}

const kubectl = findProgram('kubectl', 'a kustomization built by the real kubectl')
if (kubectl !== undefined) {
  const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: map\n'
  const folders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    '--load-restrictor LoadRestrictionsNone': {
      'map.yaml': map,
      'in/kustomization.yaml': 'resources: [../map.yaml]\nnamePrefix: prod-\n',
    },
    '--enable-helm': { 'in/kustomization.yaml': 'helmCharts:\n- name: web\n' },
    '--enable-alpha-plugins': {
      'in/kustomization.yaml': 'transformers: [t.yaml]\nresources: [map.yaml]\n',
      'in/map.yaml': map,
      'in/t.yaml': 'apiVersion: someteam.io/v1\nkind: Sed\nmetadata:\n  name: s\n',
    },
  }
  for (const [flag, files] of Object.entries(folders))
    test(`the real kubectl asks for ${flag}`, async () => {
      const folder = join(makeFolder({ ...files }), 'in')
      const env = { PATH: '', KUBECTL_PATH: kubectl, HOME: folder }
      try {
        await build(env, folder)
        assert.unreachable()
      } catch (error) {
        if (!(error instanceof InputError)) throw error
        assert.is(error.remedy, `add --kustomize-args '${flag}' if you trust it`)
      }
      if (flag.startsWith('--load')) assert.match(await build(env, folder, flag.split(' ')), 'name: prod-map')
    })
}

test.run()
