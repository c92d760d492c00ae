import { writeStream } from '../../io/output/output.ts'
import { ABOUT } from '../shared/about.ts'
import type { Runtime } from '../shared/context.ts'
import { choiceFlagOr, flagGroup } from '../shared/arguments/flag.ts'
import { defineVerb } from '../shared/arguments/verb.ts'
import { COMMIT } from './commit.ts'

const FORMATS = ['text', 'json'] as const
/** Go's names of platforms, as kubectl and its plugins use them. */
const OS_NAMES: Readonly<Record<string, string>> = { win32: 'windows' }
const ARCH_NAMES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' }

export const versionVerb = defineVerb({
  name: 'version',
  summary: 'Print the version',
  details: 'Prints the version, the commit that it was built from, the runtime, and the platform.',
  examples: [['For a program', 'kubectl acr version -o json']],
  groups: [
    flagGroup('Output', {
      output: choiceFlagOr('text', '-o, --output', FORMATS, 'format of the version (default text)'),
    }),
  ],
  rules: [],
  run: async ({ output }, { runtime, stdout }) => {
    const facts = {
      version: `v${ABOUT.version}`,
      commit: COMMIT ?? 'unknown',
      runtime: runtimeName(runtime),
      platform: platformOf(runtime),
    }
    const text =
      output === 'json'
        ? JSON.stringify(facts, null, 2)
        : `${ABOUT.name} ${facts.version} (commit ${facts.commit}, ${facts.runtime}, ${facts.platform})`
    await writeStream(stdout, 'standard output', `${text}\n`)
    return 0
  },
})

function runtimeName({ versions }: Runtime): string {
  const { bun, node } = versions
  return bun === undefined ? `Node.js ${node}` : `Bun ${bun}`
}

function platformOf({ platform, arch }: Runtime): string {
  return `${OS_NAMES[platform] ?? platform}/${ARCH_NAMES[arch] ?? arch}`
}
