import type { Plugin } from 'esbuild'

/** A package, or a file of one, that is bundled into a file of its own, which is loaded when it is used. */
export interface LazyPackage {
  readonly name: string
  readonly file: string
  /** What is used of it, so that the rest is left out. */
  readonly exported: string
}

export const PACKAGES: readonly LazyPackage[] = [
  {
    name: 'yaml',
    file: 'yaml.cjs',
    exported: "export { Composer, Lexer, Parser, isAlias, isMap, isPair, isScalar, isSeq } from 'yaml'",
  },
  { name: 'fast-glob', file: 'fast-glob.cjs', exported: "export { default } from 'fast-glob'" },
  {
    name: '@azure/identity',
    file: 'azure-identity.cjs',
    exported: "export { ClientSecretCredential, DefaultAzureCredential } from '@azure/identity'",
  },
  {
    name: '@kubernetes/client-node/dist/config.js',
    file: 'kubernetes-client-node.cjs',
    exported: "export { KubeConfig } from '@kubernetes/client-node/dist/config.js'",
  },
]

/** Leaves these packages out of the bundle, and has them required from their files. */
export const lazyPackages: Plugin = {
  name: 'lazy-packages',
  setup(build) {
    const files = new Map(PACKAGES.map(({ name, file }) => [name, `./packages/${file}`]))
    build.onResolve({ filter: /^[@a-z]/ }, ({ path }) => {
      const file = files.get(path)
      return file === undefined ? undefined : { path: file, external: true }
    })
  },
}
