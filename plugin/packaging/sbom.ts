import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { BundledPackage } from '../notices.ts'
import { RUNTIME_VERSION } from './runtimes.ts'

interface Locked {
  readonly version?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/**
 * The bill of materials in CycloneDX, from `npm sbom` and the lockfile: the packages with code in the bundle, and the
 * runtime of the executables. `folder`: a working folder. The result is reproducible: it has no serial number and no
 * timestamp.
 */
export async function billOfMaterials(
  folder: string,
  root: string,
  packages: readonly Pick<BundledPackage, 'name' | 'version'>[],
): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
    await readFile(join(root, 'package-lock.json'), 'utf8'),
  )
  // npm only reads the lockfile of a project, so this creates a project that depends on exactly the bundled packages.
  const isBundled = ([path, locked]: [string, Locked]): boolean =>
    packages.some(one => path.endsWith(`node_modules/${one.name}`) && one.version === locked.version)
  const kept = Object.entries(lock.packages).filter(isBundled)
  const names = new Set(packages.map(one => one.name))
  const slim = kept.map(([path, locked]) => {
    const needed = Object.entries(locked.dependencies ?? {}).filter(([dependency]) => names.has(dependency))
    const rest = { dependencies: Object.fromEntries(needed), optionalDependencies: {}, peerDependencies: {} }
    return [path, { ...locked, dev: false, ...rest }]
  })
  const top = kept.flatMap(([path, locked]) => {
    const [, direct] = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? []
    return direct === undefined ? [] : [[direct, locked.version]]
  })
  const itself = { name, version, license, dependencies: Object.fromEntries(top) }
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify(itself))
  const locked = { name, version, lockfileVersion: 3, packages: { '': itself, ...Object.fromEntries(slim) } }
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(locked))

  const asking = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application']
  const { stdout } = await promisify(execFile)('npm', asking, { cwd: folder })
  const { serialNumber: _, ...bill } = JSON.parse(stdout)
  delete bill.metadata.timestamp
  const runtime = {
    'bom-ref': `bun@${RUNTIME_VERSION}`,
    type: 'application',
    name: 'bun',
    version: RUNTIME_VERSION,
    description: 'the runtime of the native executables; the npm package has none',
    scope: 'optional',
    purl: `pkg:npm/bun@${RUNTIME_VERSION}`,
    licenses: [
      { license: { id: 'MIT' } },
      { license: { id: 'LGPL-2.0-only' } },
      { license: { id: 'LGPL-2.1-only' } },
    ],
  }
  return `${JSON.stringify({ ...bill, components: [...bill.components, runtime] }, null, 2)}\n`
}
