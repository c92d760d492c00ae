import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'

/** A package with code in the bundle. */
export interface BundledPackage {
  readonly name: string
  readonly version: string
  /** An SPDX identifier. */
  readonly license: string
  readonly text: string
}

// Licenses that allow bundling into an Apache-2.0 program and require only a notice.
const ACCEPTED = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'])

const RULE = `\n${'-'.repeat(80)}\n\n`

/**
 * The packages with at least one byte in an output, sorted by name and version. Reads them from the folders where the
 * bundler found them. Throws for a license that requires more than a notice.
 */
export function bundledPackages(metafile: Metafile, root: string): readonly BundledPackage[] {
  const folders = new Set<string>()
  for (const { inputs } of Object.values(metafile.outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder)
    }
  const found = [...folders].map(folder => readPackage(join(root, folder)))
  const unique = new Map(found.map(one => [`${one.name} ${one.version}`, one]))
  return [...unique.values()].toSorted((a, b) => compare(a.name, b.name) || compare(a.version, b.version))
}

/** THIRD-PARTY-NOTICES: each package with the text of its license. */
export function noticesOf(packages: readonly BundledPackage[]): string {
  const parts = packages.map(({ name, version, license, text }) =>
    [`${name} ${version} (${license})`, '', text.trim(), ''].join('\n'),
  )
  return ['kubectl-acr holds parts of the following packages.\n', ...parts].join(RULE)
}

/** The packages in a text of `noticesOf`. */
export function packagesNamedIn(notices: string): readonly Pick<BundledPackage, 'name' | 'version'>[] {
  return notices.split(RULE).flatMap(part => {
    const [, name, version] = /^(\S+) (\d\S*) \(.+\)\n/.exec(part) ?? []
    return name === undefined || version === undefined ? [] : [{ name, version }]
  })
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (!ACCEPTED.has(license)) throw new Error(`${name} ${version}: license ${license} is not accepted`)
  const [file] = readdirSync(folder)
    .filter(entry => /^(?:licen[cs]e|copying)\b/i.test(entry))
    .toSorted(compare)
  // A package without a license text gets the standard text in `licenses`. That folder only contains the texts that
  // are needed so far.
  const text = file === undefined ? new URL(`licenses/${license}.txt`, import.meta.url) : join(folder, file)
  return { name, version, license, text: readFileSync(text, 'utf8') }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
