import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Bytes of the packed package. */
const MOST = 1_500_000
const FILES: Readonly<Record<string, readonly string[]>> = {
  '.': ['LICENSE', 'README.md', 'kubectl-acr.schema.json', 'package.json', 'plugin'],
  plugin: ['bin', 'dist'],
  'plugin/bin': ['keep-code.js', 'kubectl-acr', 'kubectl_complete-acr', 'package.json'],
}
const BUNDLED = ['@azure/identity', 'clipanion', 'yaml']
const NOT_BUNDLED = ['ajv', 'esbuild', 'tsx']

/**
 * What is wrong with the npm package: it holds the launchers, the bundle, the licenses, and nothing else; nothing has to be
 * resolved at run time; the notices name what is bundled, each with its text.
 */
export function packageProblems(tarball: string, folder: string): readonly string[] {
  const size = statSync(tarball).size
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return [
    ...(size < MOST ? [] : [`it has ${size} bytes`]),
    ...Object.entries(FILES).flatMap(([name, files]) => {
      const found = readdirSync(join(folder, name)).toSorted().join(' ')
      return found === files.join(' ') ? [] : [`${name} holds ${found}`]
    }),
    ...['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap(key =>
      description[key] === undefined ? [] : [`package.json has ${key}`],
    ),
    ...noticeProblems(readFileSync(join(folder, 'plugin/dist/THIRD-PARTY-NOTICES'), 'utf8')),
  ]
}

function noticeProblems(notices: string): readonly string[] {
  const [, ...parts] = notices.split(`\n${'-'.repeat(80)}\n`)
  const names = parts.map(part => /^\n(\S+) \d\S* \(\S+\)\n/.exec(part)?.[1] ?? '')
  return [
    ...BUNDLED.filter(name => !names.includes(name)).map(name => `the notices lack ${name}`),
    ...NOT_BUNDLED.filter(name => names.includes(name)).map(name => `the notices name ${name}`),
    ...parts.filter(part => part.length <= 500).map(part => `a notice is short: ${part}`),
  ]
}
